"""Answers questions of fact from the graph, with sources and certainty.

    question ──asked_question──▶ a relation and what it is about, or nothing
             ──fact_answerer──▶ SPARQL with these IRIs ──answer_rows──▶ DirectAnswer

Nothing is guessed: every word of the question must be understood, else no answer is
given and the documents speak alone.
"""
