"""What can be made of a workspace, by the names the terminal and the window use."""

CLEAR_MY_RECORD = "clear-my-record"
WORKBOOK = "workbook"
EXPORTS = (CLEAR_MY_RECORD, WORKBOOK)

MOTIONS = "motions"  # one for each case
BULK = "bulk"  # one for all cases
PAPERS = (MOTIONS, BULK)

REPORT = "report"
RUN_FORMATS = (*EXPORTS, MOTIONS, REPORT)
