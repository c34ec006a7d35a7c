"""What may come, of rounds drawn before a day: cut-offs, invitations, dates, and chances. Pure, and always the same.

history    the rounds of each category that were known on a day
silence    when nothing is said of a category, and why
levels     the level of a cut-off, and how far rounds stray from it
timing     when the next rounds come
next_round the forecast of a category's next round
chances    the chance to be invited within some time

``docs/decisions/0031`` says how the methods were chosen, and what they reach.
"""
