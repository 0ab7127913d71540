"""Placing conversations in slots: as many as can be, siblings one after the other, nobody twice.

How `place` works, in this order:
1. first fit: each in turn takes the first slot that is free for it;
2. make room: for each that found none, somebody moves to another slot, who may make somebody else
   move, and so on until one finds a free place (an augmenting path in the network of leads, slots
   and rooms). Whoever was placed stays placed. A search that failed rules out all it has seen for
   the searches after it, since nothing there leads to a free place: so all of them are quick;
3. siblings who have the same lead are brought together (`rules.planning_siblings`).
The same input always gives the same plan.
"""

from collections.abc import Sequence

from parentlink.rules.planning_board import Board, Wanted
from parentlink.rules.planning_siblings import bring_together

__all__ = ["Wanted", "place"]


def place(
    wanted: Sequence[Wanted], rooms: Sequence[int] | None, follows: Sequence[bool]
) -> dict[int, int]:
    """The slot of each conversation that could be placed, by its id.

    `rooms` is how many rooms are free in each slot (None: as many as needed); `follows` says for
    each slot whether it begins where the one before it ends.
    """
    board = Board(wanted, rooms)
    for one in wanted:
        board.first_fit(one)
    ruled_out: set[tuple[int, int]] = set()
    for one in wanted:
        if one.id not in board.at:
            board.make_room(one, ruled_out)
    # What was ruled out took brothers and sisters with other leads for walls; now they move too.
    ruled_out = set()
    for one in wanted:
        if one.id not in board.at and not board.move_sibling(one):
            board.make_room(one, ruled_out)
    bring_together(board, wanted, follows)
    return dict(board.at)
