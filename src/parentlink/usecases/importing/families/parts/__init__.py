"""A large file in parts: what may have to do with each other stays together."""
