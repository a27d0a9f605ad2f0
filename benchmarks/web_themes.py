"""Web pages of ten themes, made from known text and from what sites put around it.

Each theme writes the same kind of content in the manner of one family of sites; the
names of its elements are those that such sites print. The truth of a page is the words
of its content; menus, excerpts, comments and banners are taken from other prose.
"""

import html
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["THEMES", "WebPage", "web_page"]

_MENU = (
    "Accueil", "Présentation", "Équipe", "Actualités", "Ressources", "Agenda",
    "Contact", "Plan du site", "Mentions légales", "Espace presse", "Archives",
    "Liens utiles",
)  # fmt: skip
_HEADINGS = (
    "Contexte", "Question de recherche", "Terrain et méthode", "Premiers résultats",
    "Ce que disent les enseignants", "Limites", "Et après ?", "Pour conclure",
)  # fmt: skip
_PEOPLE = (
    "Claire Aubin",
    "Marc Delorme",
    "Inès Carvalho",
    "Yann Le Bihan",
    "Zoé Petit",
)
_COOKIES = (
    "Ce site utilise des cookies pour mesurer son audience. En poursuivant votre "
    "navigation, vous acceptez leur dépôt."
)
_LETTER = "Recevez chaque mois notre lettre d’information dans votre boîte."


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page and the text that it is about."""

    theme: str
    html: str
    truth: str


@dataclass(slots=True)
class _Site:
    """Draws what stands on one page, the same for the same seed."""

    random: random.Random
    prose: Sequence[str]
    truth: list[str]

    def text(self) -> str:
        return self.random.choice(self.prose)

    def excerpt(self) -> str:
        words = self.text().split()
        return " ".join(words[: self.random.randint(8, 22)]) + "…"

    def link(self, words: str) -> str:
        return f'<a href="/{self.random.randint(1, 999)}">{html.escape(words)}</a>'

    def said(self, words: str) -> str:
        """Return words of the content, written down as true."""
        self.truth.append(words)
        return html.escape(words, quote=False)

    def items(self, words: Sequence[str], tag: str = "li") -> str:
        return "".join(f"<{tag}>{self.link(one)}</{tag}>" for one in words)

    def menu(self, least: int = 5) -> str:
        count = self.random.randint(least, len(_MENU))
        return f"<ul>{self.items(self.random.sample(_MENU, count))}</ul>"

    def related(self, count: int = 3) -> str:
        return "".join(
            f'<div class="item"><h4>{self.link(self.excerpt())}</h4>'
            f"<p>{html.escape(self.excerpt())}</p></div>"
            for _ in range(count)
        )

    def comments(self) -> str:
        return "".join(
            f"<li><cite>{self.random.choice(_PEOPLE)}</cite> <span>dit :</span>"
            f"<p>{html.escape(self.text())}</p>{self.link('Répondre')}</li>"
            for _ in range(self.random.randint(1, 5))
        )

    def date(self) -> str:
        return f"{self.random.randint(1, 28)} mars 20{self.random.randint(16, 26)}"


def _body(site: _Site) -> list[str]:
    """Return the blocks of an article: paragraphs, headings, lists, a table, notes."""
    blocks: list[str] = [_paragraph(site)]
    headings = list(_HEADINGS)
    site.random.shuffle(headings)
    for heading in headings[: site.random.randint(1, 4)]:
        blocks.append(f"<h2>{site.said(heading)}</h2>")
        blocks += [_paragraph(site) for _ in range(site.random.randint(1, 4))]
        blocks.append(site.random.choice((_list, _table, _quote, _figure))(site))
    if site.random.random() < 0.4:
        blocks.append(_notes(site))
    return blocks


def _paragraph(site: _Site) -> str:
    words = site.said(site.text()).split(" ")
    if site.random.random() < 0.4 and len(words) > 8:
        at = site.random.randint(1, len(words) - 5)
        linked = " ".join(words[at : at + 3])
        words[at : at + 3] = [f'<a href="https://exemple.fr">{linked}</a>']
    return f"<p>{' '.join(words)}</p>"


def _list(site: _Site) -> str:
    tag = site.random.choice(("ul", "ol"))
    items = "".join(
        f"<li>{site.said(' '.join(site.text().split()[:12]))}</li>" for _ in range(4)
    )
    return f"<{tag}>{items}</{tag}>"


def _table(site: _Site) -> str:
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{site.said(' '.join(site.text().split()[:4]))}</td>" for _ in range(3)
        )
        + "</tr>"
        for _ in range(4)
    )
    head = "".join(f"<th>{site.said(h)}</th>" for h in ("Groupe", "Terrain", "Année"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _quote(site: _Site) -> str:
    return f"<blockquote><p>{site.said(site.text())}</p></blockquote>"


def _figure(site: _Site) -> str:
    caption = site.said(" ".join(site.text().split()[:9]))
    return (
        f'<figure><img src="f.png" alt=""><figcaption>{caption}</figcaption></figure>'
    )


def _notes(site: _Site) -> str:
    call = '<sup><a href="#fn1" id="r1">1</a></sup>'
    paragraph = f"<p>{site.said(site.text())}{call}</p>"
    note = site.said(" ".join(site.text().split()[:15]))
    title = site.said("Notes")
    back = '<a href="#r1">↩</a>'
    return f'{paragraph}<h3>{title}</h3><ol><li id="fn1">{note} {back}</li></ol>'


def _classic(site: _Site, title: str, body: str) -> str:
    """A WordPress theme of before 2018, sharing and related posts inside the post."""
    return f"""<div id="page"><header id="masthead"><h1>Le carnet</h1>
<nav id="site-navigation" class="main-navigation">{site.menu()}</nav></header>
<div id="content"><div id="primary"><main id="main"><article class="post hentry">
<header class="entry-header"><h1 class="entry-title">{title}</h1>
<div class="entry-meta">Publié le {site.date()} par {site.link(_PEOPLE[0])}</div>
</header>
<div class="entry-content">{body}
<div class="sharedaddy sd-sharing-enabled"><h3>Partager :</h3>
<ul>{site.items(("Twitter", "Facebook", "E-mail"))}</ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3>Articles similaires</h3>
{site.related()}</div></div>
<footer class="entry-footer">Classé dans {site.link("Actualités")}</footer></article>
<nav class="navigation post-navigation">{site.link(site.excerpt())}</nav>
<div id="comments" class="comments-area">
<h2>{site.random.randint(2, 9)} commentaires</h2>
<ol class="comment-list">{site.comments()}</ol>
<form class="comment-form"><label>Nom</label><input></form></div></main></div>
<aside id="secondary" class="widget-area"><section class="widget">
<h2>Articles récents</h2>{site.menu()}</section></aside></div>
<footer id="colophon">{site.menu()}Fièrement propulsé par WordPress</footer></div>"""


def _notebook(site: _Site, title: str, body: str) -> str:
    """A notebook of a platform of the humanities."""
    platform = (
        "OpenEdition Books", "OpenEdition Journals", "Calenda", "Hypothèses",
        "Lettre et alertes", "OpenEdition Freemium", "Suivez-nous",
    )  # fmt: skip
    return f"""<div id="openedition-bar">{" ".join(map(site.link, platform))}</div>
<div class="site"><div class="site-title">{site.link("Le carnet du groupe")}</div>
<div class="menu-principal">{site.menu()}</div>
<div class="row"><div class="col-md-8 post"><h1 class="entry-title">{title}</h1>
<p class="date">{site.date()}</p><div class="entry-content">{body}</div>
<div class="citation"><p>OpenEdition vous suggère de citer ce billet comme suit :
{_PEOPLE[1]} ({site.date()}). {title}. <i>Le carnet</i>. Consulté le {site.date()}.</p>
</div><div class="partage">{site.items(("Facebook", "X", "Courriel"), "span")}</div>
<div id="respond"><h3>Laisser un commentaire</h3><p>Votre adresse ne sera pas publiée.
</p></div></div><div class="col-md-4 sidebar"><h3>Derniers billets</h3>
{site.menu()}<h3>À propos</h3><p>{html.escape(site.text())}</p></div></div>
<div class="pied">{site.menu(3)}ISSN 2000-0000</div></div>"""


def _builder(site: _Site, title: str, body: str) -> str:
    """A page builder: the first post element holds only an excerpt."""
    teaser = html.escape(site.excerpt())
    return f"""<div class="elementor-location-header"><nav>{site.menu()}</nav></div>
<section class="elementor-section hero"><div class="entry-content"><p>{teaser}</p></div>
</section><div class="elementor elementor-12"><section class="elementor-section">
<div class="elementor-widget-wrap">
<div class="elementor-widget elementor-widget-heading">
<h1>{title}</h1></div><div class="elementor-widget elementor-widget-theme-post-content">
<div class="elementor-widget-container">{body}</div></div></div></section>
<section class="elementor-section"><h3>À lire aussi</h3>{site.related(4)}</section>
</div>
<div class="elementor-location-footer"><p>{_LETTER}</p>{site.menu()}</div>
<div class="cookie-notice">{_COOKIES} {site.link("En savoir plus")}</div>"""


def _school(site: _Site, title: str, body: str) -> str:
    """The site of a school authority: one form around the page, boxes in tables."""
    return f"""<form id="aspnetForm"><div id="s4-workspace"><div id="header">
<div class="ms-quicklaunch">{site.menu()}</div></div><table width="100%"><tr>
<td width="20%" class="colonne-gauche">{site.menu(8)}</td>
<td class="contenu"><h1>{title}</h1><p>Mis à jour le {site.date()}</p>{body}</td>
<td width="20%"><b>Voir aussi</b>{site.menu()}<p>{_LETTER}</p></td></tr></table>
<div id="pied">{site.menu(3)} Académie — rectorat</div></div></form>"""


def _spip(site: _Site, title: str, body: str) -> str:
    """SPIP: the article between breadcrumbs and a forum."""
    return f"""<div id="page"><div id="entete">{site.link("Espace numérique")}</div>
<div id="nav"><div class="menu rubriques">{site.menu(6)}</div></div>
<div id="conteneur"><div id="contenu"><div id="hierarchie">{site.link("Accueil")} &gt;
{site.link("Rubrique")} &gt; {title}</div><div class="cartouche">
<h1 class="crayon article-titre-12">{title}</h1><p><small>{site.date()}, par
{site.link(_PEOPLE[2])}</small></p></div>
<div class="crayon article-texte-12 texte">{body}</div>
<div class="forum-repondre"><p>{site.link("Répondre à cet article")}</p></div>
<ul class="forum">{site.comments()}</ul></div></div>
<div id="extra"><h2 class="menu-titre">Dans la même rubrique</h2>{site.related()}</div>
<div id="pied">{site.link("Plan du site")} | {site.link("SPIP")}</div></div>"""


def _drupal(site: _Site, title: str, body: str) -> str:
    """Drupal: fields in regions, blocks of views beside."""
    return f"""<div class="dialog-off-canvas-main-canvas"><header role="banner">
<div class="region region-primary-menu"><nav role="navigation">{site.menu()}</nav></div>
</header><div class="region region-breadcrumb"><nav class="breadcrumb">
{site.link("Accueil")}</nav></div><main role="main"><div class="region region-content">
<article role="article" class="node node--type-page"><h1>{title}</h1>
<div class="node__meta">Soumis par {_PEOPLE[3]} le {site.date()}</div>
<div class="node__content"><div class="field field--name-field-chapo">
<p>{site.said(site.text())}</p></div><div class="clearfix field field--name-body">{body}
</div><div class="field field--name-field-tags"><div>Étiquettes</div>
{site.items(("école", "usages"), "div")}</div></div></article></div>
<div class="region region-sidebar-second"><div class="views-element-container">
<h2>Contenus associés</h2>{site.related()}</div></div></main>
<footer class="region-footer">{site.menu()}</footer></div>"""


def _blocks(site: _Site, title: str, body: str) -> str:
    """A block theme of WordPress: a loop of other posts below."""
    return f"""<div class="wp-site-blocks"><header class="wp-block-template-part">
<div class="wp-block-group"><nav class="wp-block-navigation">{site.menu()}</nav></div>
</header><main class="wp-block-group"><h1 class="wp-block-post-title">{title}</h1>
<div class="wp-block-group has-small-font-size"><div class="wp-block-post-date">
{site.date()}</div><div class="wp-block-post-terms">{site.link("Veille")}</div></div>
<div class="entry-content wp-block-post-content is-layout-constrained">{body}</div>
<div class="wp-block-group"><h2>Plus d’articles</h2><div class="wp-block-query">
{site.related(4)}</div></div><div class="wp-block-comments">
<h2>Commentaires</h2><ol>{site.comments()}</ol></div></main>
<footer class="wp-block-template-part"><p>{_LETTER}</p>{site.menu()}</footer></div>"""


def _hosted(site: _Site, title: str, body: str) -> str:
    """A site of a hosting service: names of elements that say nothing."""
    code = site.random.randrange(10**6)
    return f"""<div id="SITE_CONTAINER"><div class="c{code}a">{site.menu()}</div>
<div class="c{code}b"><div class="x7"><h1>{title}</h1></div><div class="x9">{body}</div>
</div><div class="c{code}d"><div>{_LETTER}</div><div>{site.menu(3)}</div>
<div>© 2026 — tous droits réservés</div></div></div>
<div data-hook="consent-root"><p>{_COOKIES}</p><button>Tout accepter</button></div>"""


def _static(site: _Site, title: str, body: str) -> str:
    """A generator of static sites: the words of HTML itself, a table of contents."""
    contents = "".join(f"<li>{site.link(one)}</li>" for one in _HEADINGS[:4])
    return f"""<header class="site-header"><nav>{site.menu()}</nav></header><main>
<article itemscope><header><h1>{title}</h1><time>{site.date()}</time></header>
<nav class="sommaire"><ol>{contents}</ol></nav>
<section itemprop="articleBody">{body}</section>
<aside class="author-box"><p>{_PEOPLE[4]} : {html.escape(site.text())}</p></aside>
</article><nav class="pagination">{site.link("Précédent")} {site.link("Suivant")}</nav>
</main><aside><h2>Billets récents</h2>{site.related()}</aside>
<footer>{site.menu()}Construit avec soin.</footer>"""


def _magazine(site: _Site, title: str, body: str) -> str:
    """A magazine theme: adverts and boxes between the paragraphs."""
    half = body.find("<h2>")
    box = f"""<div class="td-a-rec ads">Publicité {html.escape(site.excerpt())}</div>
<div class="related-inline"><strong>À lire aussi :</strong> {site.link(site.excerpt())}
</div>"""
    parted = body[:half] + box + body[half:] if half > 0 else body
    return f"""<div class="td-header-wrap">{site.menu()}</div>
<div class="td-main-content-wrap"><div class="td-pb-span8"><div class="td-post-header">
<h1 class="entry-title">{title}</h1></div><div class="td-post-sharing">
{site.items(("Facebook", "LinkedIn"), "span")}</div>
<div class="td-post-content tagdiv-type">{parted}</div>
<div class="td-author-box author-box-wrap"><p>{html.escape(site.text())}</p></div>
<div class="td_block_related_posts"><h4>Articles connexes</h4>{site.related(6)}</div>
<div class="comments" id="comments">{site.comments()}</div></div>
<div class="td-pb-span4 td-main-sidebar">{site.related(5)}<p>{_LETTER}</p></div></div>
<div class="td-footer-wrapper">{site.menu()}</div>
<div id="cookie-law-info-bar">{_COOKIES}</div>"""


THEMES: Mapping[str, Callable[[_Site, str, str], str]] = {
    "classic": _classic,
    "notebook": _notebook,
    "builder": _builder,
    "school": _school,
    "spip": _spip,
    "drupal": _drupal,
    "blocks": _blocks,
    "hosted": _hosted,
    "static": _static,
    "magazine": _magazine,
}


def web_page(theme: str, seed: int, prose: Sequence[str]) -> WebPage:
    """Return a page of a theme, the same for the same seed.

    Args:
        theme: One of ``THEMES``.
        seed: Draws the content and what is around it.
        prose: French paragraphs.
    """
    drawn = random.Random(f"{theme}{seed}")  # noqa: S311 - made text, no secret
    site = _Site(drawn, prose, [])
    title = html.escape(" ".join(site.text().split()[:8]).rstrip(",;:."))
    body = "\n".join(_body(site))
    page = THEMES[theme](site, title, body)
    head = f'<meta charset="utf-8"><title>{title} – Le site</title>'
    whole = (
        f'<!DOCTYPE html><html lang="fr"><head>{head}</head><body>{page}</body></html>'
    )
    return WebPage(theme, whole, "\n".join(site.truth))
