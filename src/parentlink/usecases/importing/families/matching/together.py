"""Things of a file that belong together, found out one pair after another."""


class Union:
    """Things that belong together; two different family references never do."""

    def __init__(self) -> None:
        self._above: dict[object, object] = {}
        self._ref: dict[object, str] = {}

    def root(self, one: object) -> object:
        """What stands for everything that belongs with it."""
        while (above := self._above.get(one, one)) is not one:
            one = above
        return one

    def say(self, one: object, ref: str) -> bool:
        """Give it the file's reference; False when it has another one."""
        return self._ref.setdefault(self.root(one), ref) == ref

    def join(self, one: object, other: object) -> bool:
        """Put two together; False when the file says that they are apart."""
        first, second = self.root(one), self.root(other)
        refs = {self._ref[root] for root in (first, second) if root in self._ref}
        if len(refs) > 1:
            return False
        if first is not second:
            self._above[second] = first
        for ref in refs:
            self._ref[first] = ref
        return True
