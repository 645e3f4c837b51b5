UPDATE filler SET turn = turn + 1
