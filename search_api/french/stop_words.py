"""Words that say nothing about a subject, folded, per language.

French elisions stand here as single letters, because an apostrophe parts words.
Question words are included: « que sait-on sur l’hybridation » asks about one thing.
"""

__all__ = ["ENGLISH", "FRENCH"]

_FRENCH = """
    a au aux avec c ce ceci cela celle celles celui ces cet cette ceux chez comme
    comment car d dans de des donc dont du elle elles en entre es est et etaient etait
    etant ete etre eu eux il ils j je jusqu l la laquelle le lequel les lesquelles
    lesquels leur leurs lorsqu lui m ma mais me meme memes mes moi mon n ne ni nos notre
    nous on ont ou par pas plus pour pourquoi puisqu qu quand que quel quelle quelles
    quels qui quoi quoiqu s sa sans se sera ses si soit son sont sous suis sur t ta te
    tes toi ton tres tu un une vers vos votre vous y ainsi alors aussi avait avoir ayant
    cependant depuis fait font fut lors peut peuvent selon sait afin
"""
_ENGLISH = """
    a about an and are as at be been but by can could did do does for from had has have
    he her his how i if in into is it its me my of on or our s she should so than that
    the their them then there these they this those to was we were what when where
    which who why will with would you your not no
"""

FRENCH = frozenset(_FRENCH.split())
ENGLISH = frozenset(_ENGLISH.split())
