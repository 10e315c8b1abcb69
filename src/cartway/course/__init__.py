"""What lies ahead: the course of CAR-T therapy from leukapheresis to year fifteen.

It knows published distributions by product, never one patient's record; it draws from a generator
that is handed in, and it knows nothing of money.
"""
