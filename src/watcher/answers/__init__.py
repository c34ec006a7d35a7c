"""What faces show, gathered in one transaction: the terminal and the web say the same.

condition  how sources, queue and channels are, and what is wrong
headline   the same in one word
remarks    what is worth knowing, and nothing to mend
listing    rounds beside the ones before them in their categories
record     one round with all that was said of it
standing   how each source does
finding    a round by its number as people write it
again      deliveries queued once more
shapes     what programs get
"""
