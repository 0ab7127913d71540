"""From the cells of a families file to values: its columns, its rows, what each cell means."""
