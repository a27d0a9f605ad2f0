"""Forms in which French web pages print their date and their authors.

Each is written after the templates of a kind of site (SPIP, WordPress, Drupal, Joomla,
MediaWiki, sites of académies and of the State, blogs, journals, reviews); names are
invented. They were written before the rules that read them. Every second form is for
choosing rules, the others are for reporting; traps print dates of something else.
"""

from dataclasses import dataclass

__all__ = ["FORMS", "TRAPS", "PageForm", "page_of"]

_PROSE = (
    "<p>Le numérique éducatif change les gestes du métier, et les équipes cherchent "
    "des "
    "repères pour en parler avec les familles.</p><p>Depuis le colloque du 12 mai "
    "2017, "
    "trois établissements comparent leurs usages et partagent leurs traces ; le "
    "rapport "
    "de 2019 en donnait déjà les grandes lignes.</p><p>Les élèves, eux, demandent "
    "surtout du temps et des consignes claires pour travailler ensemble.</p>"
)


@dataclass(frozen=True, slots=True)
class PageForm:
    """A page and what it says of itself.

    Attributes:
        name: Of the form.
        body: HTML of the page behind ``<body>``.
        date: ISO 8601 at the precision that is printed; None where it has no date.
        authors: As printed, none where the page names an account or nobody.
        head: HTML of its head.
        address: Where it was found, or empty.
    """

    name: str
    body: str
    date: str | None
    authors: tuple[str, ...] = ()
    head: str = ""
    address: str = ""


def page_of(form: PageForm) -> str:
    """Return the whole page."""
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        f"<title>Une page du site</title>{form.head}</head><body>"
        '<header><nav><ul><li><a href="/">Accueil</a></li><li><a href="/a">Actualités'
        f"</a></li></ul></nav></header>{form.body}"
        "<footer><p>Mentions légales – Plan du site – © 2016-2025</p></footer>"
        "</body></html>"
    )


def _article(
    above: str, below: str = "", title: str = "Apprendre avec le numérique"
) -> str:
    return (
        f"<main><article><h1>{title}</h1>{above}"
        f"<div class='texte'>{_PROSE}</div>{below}"
        "</article></main>"
    )


FORMS: tuple[PageForm, ...] = (
    PageForm(
        "SPIP, mis en ligne",
        _article(
            "<p class='info-publi'>Article mis en ligne le <abbr class='published' "
            "title='2024-04-03T08:00:00Z'>3 avril 2024</abbr></p><p>dernière "
            "modification le 12 juin 2024</p><p class='auteurs'>par <span "
            "class='vcard author'>Hélène Marchal</span></p>"
        ),
        "2024-04-03",
        ("Hélène Marchal",),
    ),
    PageForm(
        "SPIP, daté et signé sur une ligne",
        _article(
            "<p>mercredi 3 avril 2024, par <a href='?auteur12'>Hélène Marchal</a></p>"
        ),
        "2024-04-03",
        ("Hélène Marchal",),
    ),
    PageForm(
        "WordPress, liens de date et d’auteur",
        _article(
            "<div class='entry-meta'><span class='posted-on'>Publié le <a "
            "href='/x'><time "
            "class='entry-date published' datetime='2023-11-20T09:30:00+01:00'>20 "
            "novembre "
            "2023</time><time class='updated' datetime='2024-01-05T10:00:00+01:00'>5 "
            "janvier 2024</time></a></span><span class='byline'> par <span "
            "class='author vcard'><a href='/author/pdupuis'>Paul "
            "Dupuis</a></span></span>"
            "</div>"
        ),
        "2023-11-20",
        ("Paul Dupuis",),
    ),
    PageForm(
        "WordPress, signé par un compte",
        _article(
            "<div class='entry-meta'>Publié le 7 mars 2022 par <span class='author'>"
            "admin</span></div>"
        ),
        "2022-03-07",
    ),
    PageForm(
        "Drupal, soumis par un compte",
        _article(
            "<div class='submitted'>Soumis par webmestre78 le mer, 03/04/2024 - "
            "10:12</div>"
        ),
        "2024-04-03",
    ),
    PageForm(
        "Drupal, date dans un champ",
        _article(
            "<div class='field field--name-field-date'><div "
            "class='field__label'>Date de "
            "publication</div><div class='field__item'>18 septembre 2021</div></div>"
        ),
        "2021-09-18",
    ),
    PageForm(
        "Joomla, détails",
        _article(
            "<dl class='article-info'><dt>Détails</dt><dd class='createdby'>Écrit "
            "par : "
            "Super Utilisateur</dd><dd class='published'>Publication : 3 avril "
            "2024</dd>"
            "<dd class='hits'>Affichages : 1204</dd></dl>"
        ),
        "2024-04-03",
    ),
    PageForm(
        "Joomla, créé le",
        _article(
            "<dl class='article-info'><dd class='createdby'>Écrit par <span>Nadia "
            "Belkacem</span></dd><dd class='create'>Créé le : jeudi 14 octobre 2021 "
            "09:12</dd></dl>"
        ),
        "2021-10-14",
        ("Nadia Belkacem",),
    ),
    PageForm(
        "académie, mise à jour avec deux-points",
        _article("", "<p class='maj'>Mise à jour : 3 avril 2024</p>"),
        "2024-04-03",
    ),
    PageForm(
        "académie, publié avec des points",
        _article("<p class='date'>Publié le 03.04.2024</p>"),
        "2024-04-03",
    ),
    PageForm(
        "site de l’État, publié et modifié",
        _article(
            "<p class='fr-text--sm'>Publié le 03/04/2024 | Modifié le 21/05/2024</p>"
        ),
        "2024-04-03",
    ),
    PageForm(
        "ministère, temps de lecture",
        _article(
            "<p>Temps de lecture&nbsp;: 4 minutes</p><p>Publié le 3 avril 2024 - Mis à "
            "jour le 5 avril 2024</p>"
        ),
        "2024-04-03",
    ),
    PageForm(
        "portail, mois seulement",
        _article("<p>Mis à jour&nbsp;: avril 2024</p>"),
        "2024-04",
    ),
    PageForm(
        "portail, date du contenu en pied d’article",
        _article("", "<p><em>Article publié le 9 février 2023.</em></p>"),
        "2023-02-09",
    ),
    PageForm(
        "carnet, date et nom sur deux lignes",
        _article(
            "<div class='entry-meta'><span>03/04/2024</span> <span class='author'>"
            "Camille Lefort</span></div>"
        ),
        "2024-04-03",
        ("Camille Lefort",),
    ),
    PageForm(
        "blog, jour de la semaine au-dessus du titre",
        "<main><div class='date-header'><span>mercredi 3 avril 2024</span></div>"
        f"<h1>Apprendre avec le numérique</h1>{_PROSE}<p>Publié par <span>Yann Le Goff"
        "</span> à <a href='/x'>08:15</a></p></main>",
        "2024-04-03",
        ("Yann Le Goff",),
    ),
    PageForm(
        "adresse avec le jour",
        _article(""),
        "2024-04-02",
        address="https://ludo.example/2024/04/02/apprendre-avec-le-numerique",
    ),
    PageForm(
        "adresse avec le mois",
        _article(""),
        "2022-11",
        address="https://blog.example/2022/11/apprendre-avec-le-numerique.html",
    ),
    PageForm(
        "adresse avec la date et des tirets",
        _article(""),
        "2023-06-15",
        address="https://site.example/billets/2023-06-15-apprendre-ensemble",
    ),
    PageForm(
        "anglais, mois abrégé",
        _article("<p class='byline'>By Jane Foster · Apr 3, 2024 · 5 min read</p>"),
        "2024-04-03",
        ("Jane Foster",),
    ),
    PageForm(
        "anglais, posted on",
        _article("<p>Posted on April 3rd, 2024 by Jane Foster</p>"),
        "2024-04-03",
        ("Jane Foster",),
    ),
    PageForm(
        "wiki, dernière modification en pied",
        _article("")
        + "<div id='footer-info'>La dernière modification de cette page a été faite le "
        "3 "
        "avril 2024 à 10:12.</div>",
        "2024-04-03",
    ),
    PageForm(
        "revue de terrain, date et auteur avec rubrique",
        _article(
            "<p class='meta'>3 avril 2024 par Michel Kervella Retours d’expériences "
            "120 "
            "visites 0 commentaire</p>"
        ),
        "2024-04-03",
        ("Michel Kervella",),
    ),
    PageForm(
        "magazine, barre entre date et auteur",
        _article("<div class='infos'>Mardi 2 avril 2024 | Par Sophie Arnaud</div>"),
        "2024-04-02",
        ("Sophie Arnaud",),
    ),
    PageForm(
        "espagnol",
        _article("<p>Publicado el 3 de abril de 2024 por Lucía Romero</p>"),
        "2024-04-03",
        ("Lucía Romero",),
    ),
    PageForm(
        "microdonnées dans le texte",
        _article(
            "<p>Par <span itemprop='author'>Agnès Roux</span>, le <span "
            "itemprop='datePublished' content='2020-12-01'>1er décembre 2020</span></p>"
        ),
        "2020-12-01",
        ("Agnès Roux",),
    ),
    PageForm(
        "microdonnées, balise meta dans le corps",
        _article("<meta itemprop='datePublished' content='2021-05-27T08:00:00+02:00'>"),
        "2021-05-27",
    ),
    PageForm(
        "Dublin Core, date issued",
        _article(""),
        "2019-10-16",
        ("Odile Vasseur",),
        head="<meta name='DC.date.issued' content='2019-10-16'>"
        "<meta name='DC.creator' content='Odile Vasseur'>",
    ),
    PageForm(
        "Open Graph, article:published_time",
        _article(""),
        "2022-09-01",
        head="<meta property='article:published_time' content='2022-09-01T06:00:00Z'>"
        "<meta property='article:modified_time' content='2024-02-02T06:00:00Z'>",
    ),
    PageForm(
        "JSON-LD dans un graphe",
        _article(""),
        "2023-03-30",
        ("Karim Haddad",),
        head='<script type="application/ld+json">{"@context":"https://schema.org",'
        '"@graph":[{"@type":"WebSite","name":"Site"},{"@type":"NewsArticle","headline":'
        '"Apprendre","datePublished":"2023-03-30T10:00:00+02:00","dateModified":'
        '"2023-04-02T10:00:00+02:00","author":{"@type":"Person","name":"Karim '
        'Haddad"}}]}'
        "</script>",
    ),
    PageForm(
        "deux auteurs, « le » puis « par »",
        _article("<p>Le 3 avril 2024, par Hélène Marchal et Paul Dupuis</p>"),
        "2024-04-03",
        ("Hélène Marchal", "Paul Dupuis"),
    ),
    PageForm(
        "paru le",
        _article("<p>Paru le 11 janvier 2022 dans « Actualités »</p>"),
        "2022-01-11",
    ),
    PageForm(
        "liste de définitions",
        _article(
            "<dl><dt>Date</dt><dd>3 avril 2024</dd><dt>Auteur</dt><dd>Nadia "
            "Belkacem</dd>"
            "<dt>Thème</dt><dd>Numérique</dd></dl>"
        ),
        "2024-04-03",
        ("Nadia Belkacem",),
    ),
    PageForm(
        "élément time sans attribut",
        _article("<p class='meta'><time>3 avril 2024</time></p>"),
        "2024-04-03",
    ),
    PageForm(
        "rédigé par … le …",
        _article("<p>Rédigé par Yann Le Goff le 22 août 2023</p>"),
        "2023-08-22",
        ("Yann Le Goff",),
    ),
    PageForm(
        "mois abrégé avec un point",
        _article("<p>3 min de lecture · 3 avr. 2024</p>"),
        "2024-04-03",
    ),
    PageForm(
        "année à deux chiffres",
        _article("<p class='date'>Mis en ligne le 03/04/24</p>"),
        "2024-04-03",
    ),
    PageForm(
        "temps relatif avec la date dans un titre",
        _article(
            "<p class='meta'><span class='date' title='2024-04-03 08:00'>il y a trois "
            "mois</span> – <a rel='author' href='/auteurs/4'>Camille Lefort</a></p>"
        ),
        "2024-04-03",
        ("Camille Lefort",),
    ),
    PageForm(
        "dernière mise à jour entre parenthèses",
        _article("", "<p>(dernière mise à jour le 30 juin 2022)</p>"),
        "2022-06-30",
    ),
    PageForm(
        "actualité d’une DRANE, date seule au-dessus du texte",
        _article("<div class='date-publication'>jeudi 24 octobre 2024</div>"),
        "2024-10-24",
    ),
)
"""Forty forms that print a date."""

TRAPS: tuple[PageForm, ...] = (
    PageForm("aucune date de la page", _article(""), None),
    PageForm(
        "date d’un événement sous le titre",
        _article("<p>Le colloque aura lieu à Poitiers, amphithéâtre B.</p>"
            "<p>Jeudi 12 juin "
                 "2025 de 9 h à 17 h, sur inscription</p>"),
        None,
    ),
    PageForm(
        "dates d’autres articles",
        _article("")
        + "<aside><h2>À lire aussi</h2><ul><li><a href='/b'>Un autre</a> <time "
        "datetime='2020-01-02'>2 janvier 2020</time></li><li>Publié le 4 mai 2021 : "
        "Encore"
        "</li></ul></aside>",
        None,
    ),
    PageForm(
        "dates des commentaires",
        _article("")
        + "<section id='comments'><h2>Commentaires</h2><ol><li>Le 5 mai 2023, par "
        "Jean-Paul Vidal : merci !</li></ol></section>",
        None,
    ),
    PageForm(
        "jour de la consultation",
        _article("<p class='today'>Nous sommes le 1er décembre 2025</p>"),
        None,
    ),
    PageForm(
        "date limite de candidature",
        _article("<p>Date limite : 25 juin 2020</p>"),
        None,
    ),
    PageForm(
        "adresse d’un fichier déposé un autre mois",
        _article(""),
        None,
        address="https://site.example/wp-content/uploads/2020/11/affiche",
    ),
    PageForm(
        "licence et personne remerciée",
        _article("", "<p>Photo : par Jean Photo, 2018. Merci à Claire Aide.</p>"),
        None,
    ),
)  # fmt: skip
"""Pages whose only dates and names are those of something else."""
