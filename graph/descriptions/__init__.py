"""What a generation says of itself, as statements in a named graph of its own.

    statistics   how many things of which class, with which properties     VoID
    dataset      title, licence, vocabularies, files to download           VoID, DCAT 3
    library      prefixes, and the questions with their queries            SHACL
    publication  all of it into ``<base>graph/description``, when a generation is made

SPARQL editors complete by themselves from these statements. Addresses stand under the
base of the IRIs; the service puts its public address in their place when it answers.
"""
