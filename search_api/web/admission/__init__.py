"""Admission: which requests are served now, which wait, which are told to come back.

    request ─▶ request_classes   what kind of work it is
            ─▶ callers           whose it is
            ─▶ incoming          its body, and whether its client is still there
            ─▶ lane              a place, a fair wait, or a refusal
            ─▶ application, under a call context with a deadline

Why, and what an operator reads: ``docs/explanation/admission.md``.
"""
