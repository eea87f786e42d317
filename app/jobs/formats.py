"""What can be made of a workspace, by the names the terminal and the window use."""

CLEAR_MY_RECORD = "clear-my-record"
WORKBOOK = "workbook"
EXPORTS = (CLEAR_MY_RECORD, WORKBOOK)

MOTIONS = "motions"  # one for each case
BULK = "bulk"  # one for all cases
PAPERS = (MOTIONS, BULK)
PETITIONS = "petitions"  # of the defendant, while the sentence runs
APPLICATIONS = "applications"  # of the defendant, when it is completed
CHALLENGES = "challenges"  # of the prosecution, to court and public defender
FURTHER_PAPERS = (
    PETITIONS, APPLICATIONS, CHALLENGES, "points", "declarations", "notices", "orders", "services",
)  # fmt: skip

REPORT = "report"
RUN_FORMATS = (*EXPORTS, MOTIONS, REPORT)
