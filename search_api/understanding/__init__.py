"""What a question says beside its words: names, years, kinds, identifiers.

question ──naming, saying──▶ Understood   shown, removable, never a silent filter
│                  └─▶ preference: documents that stand higher
└─▶ EntityCard     an entity that answers by itself
"""
