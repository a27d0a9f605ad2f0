"""Groups, labs, people, concepts … of a published generation, and their evidence.

labels, names     what they are called        facts, reference   what is stated
keys              IRI ↔ (kind, identifier)    mentions           where they stand
catalogue         all of it behind the port ``EntityCatalogue``
"""
