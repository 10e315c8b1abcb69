"""What CAR-T therapy in China costs: a distribution, what drives it, and what it rests on.

It takes the simulated course as plain arrays and knows nothing of how they were drawn.
"""
