"""Every key of the program by where it works: for the window, the help and the terminal."""

from __future__ import annotations

Keys = tuple[str, str]  # what it does, the key
PAGE_TITLES = ("Overview", "Import", "Policy", "Review", "Papers", "Reports", "Activity")


def list_keys(pages: tuple[str, ...] = PAGE_TITLES) -> list[tuple[str, list[Keys]]]:
    """Every key of the program by where it works; ``pages`` are the titles on the rail."""
    numbered = [(title, f"Ctrl+{number}") for number, title in enumerate(pages, start=1)]
    anywhere = [
        ("New workspace", "Ctrl+N"),
        ("Open a workspace", "Ctrl+O"),
        ("Close the workspace", "Ctrl+W"),
        ("Lock now", "Ctrl+L"),
        ("Backups", "Ctrl+Shift+B"),
        ("Quit", "Ctrl+Q"),
        ("Help for what you are at", "F1"),
        ("These keys", "?"),
        ("The menus", "Alt and the underlined letter"),
        ("Next or previous field", "Tab, Shift+Tab"),
        ("Close a dialog without doing anything", "Esc"),
    ]
    review = [
        ("Accept the answer and go on", "A"),
        ("Override: another answer, with a reason", "O"),
        ("Park, with a reminder", "P"),
        ("Write a note", "N"),
        ("Ask an attorney", "Q"),
        ("Approve, as the second person", "Y"),
        ("Open again: take the decision back", "U"),
        ("Undo", "Ctrl+Z"),
        ("Redo", "Ctrl+Y, Ctrl+Shift+Z"),
        ("Next conviction", "J"),
        ("Previous conviction", "K"),
        ("Choose a conviction, to decide several together", "Space"),
        ("Choose all convictions of the person", "C"),
        ("Go to the next open case", "E"),
        ("Search", "/"),
        ("Show or hide the filters", "F"),
        ("Preview the motion", "M"),
        ("Save the person's answers as a sheet", "S"),
        ("Open the source row of a line or a fact", "Enter"),
    ]
    time_line = [
        ("Next or previous event", "Right, Left"),
        ("First or last event", "Home, End"),
        ("Open the source row of the event", "Enter"),
        ("Zoom in or out", "+, \u2212, Ctrl and the wheel"),
        ("The whole time line", "0"),
    ]
    issues = [
        ("Type the correction of the issue in sight", "Enter in the list"),
        ("Mend", "Enter in the field"),
        ("Confirm as it is, with a note", "C"),
        ("Undo the last mend", "Ctrl+Z"),
        ("Next or previous issue", "J, K"),
    ]
    people = [
        ("Same person", "M"),
        ("Different people", "D"),
        ("Confirm what counts, where files differ", "A"),
        ("The other file counts", "O"),
        ("Undo the last decision", "Ctrl+Z"),
        ("Next or previous pair or conflict", "J, K"),
    ]
    samples = [
        ("The answer of the case is right; on to the next", "R"),
        ("The answer is wrong: stop the sample", "W"),
    ]
    preview = [("Next page", "Page Down"), ("Previous page", "Page Up")]
    return [
        ("Everywhere", anywhere),
        ("Pages", numbered),
        ("Import: issues", issues),
        ("Import: people", people),
        ("Review", review),
        ("Review: the time line", time_line),
        ("Review: samples", samples),
        ("Preview of a paper", preview),
    ]
