"""Compounds that keep their hyphen when a line ends inside them.

Words of education, research and administration, and names that may be set in capitals.
Prefixes (``sous-``, ``demi-``) and verbs with pronouns (``a-t-elle``) are rules of
``hyphenation``, not entries here.
"""

__all__ = ["COMPOUNDS"]

_WORDS = """
est-à-dire
abat-jour aide-mémoire aide-soignant aide-soignante aide-soignants allers-retours
aller-retour appels-réponses après-midi arc-en-ciel arrière-plan audio-visuel
auto-évaluation auto-formation auto-école avant-garde avant-projet avant-propos
ayant-droit ayants-droit bande-annonce bande-son bas-relief beau-père belles-lettres
bien-être bien-fondé blanc-seing bloc-note bloc-notes bon-sens bouche-à-oreille
c’est-à-dire c'est-à-dire camping-car carte-réponse cartes-réponses centre-ville
chargé-e chassé-croisé chef-d’œuvre chef-lieu chefs-d’œuvre chefs-lieux ci-après
ci-contre ci-dessous ci-dessus ci-joint clair-obscur classe-pilote classes-pilotes
clé-usb co-animation co-auteur co-auteurs co-autrice co-conception co-construction
co-développement co-direction co-encadrement co-enseignement co-intervention
co-élaboration compte-rendu comptes-rendus coffre-fort contre-exemple contre-exemples
copier-coller coup-par-coup coût-bénéfice croix-rouge court-circuit court-métrage
courts-métrages couvre-feu crédit-bail cul-de-sac demi-groupe demi-journée
demi-journées dernier-né design-thinking doctorant-chercheur double-clic
e-learning e-mail e-portfolio eau-de-vie école-collège élève-ingénieur
élèves-ingénieurs emploi-type emplois-types en-tête en-têtes enseignant-chercheur
enseignante-chercheuse enseignantes-chercheuses enseignants-chercheurs
entre-deux entre-temps état-major états-majors états-nations état-nation
ex-aequo fac-similé feed-back fil-de-fer formation-action formations-actions
garde-fou garde-fous garde-robe gardes-fous grand-chose grand-mère grand-père
grands-parents gratte-ciel haut-parleur haut-parleurs haut-débit haute-fidélité
hors-série hors-sujet homme-machine hommes-machines humain-machine
inter-académique inter-académiques inter-degrés inter-établissements
jeu-vidéo jeux-concours journée-débat laissez-passer laisser-aller langue-cible
laissé-pour-compte libre-échange libre-service lieu-dit lieux-dits lire-écrire
lycée-université long-métrage longs-métrages long-terme main-d’œuvre maître-assistant
maître-nageur maîtres-assistants mieux-être mise-en-scène mi-temps mi-parcours
mobile-learning mot-clé mot-clef mots-clés mots-clefs mot-dièse mots-dièse mot-valise
mots-valises moyen-âge moyen-terme multi-catégoriel multi-niveaux non-dit non-dits
non-lieu non-sens nord-est nord-ouest nu-pieds open-source oui-dire ouvre-boîte
papier-crayon par-ci par-delà par-dessous par-dessus par-là passe-partout
passe-temps pêle-mêle petit-déjeuner peut-être pied-à-terre pince-sans-rire
plan-séquence plus-value plus-values point-virgule porte-à-faux porte-bonheur
porte-clé porte-clés porte-documents porte-drapeau porte-folio porte-parole
porte-paroles porte-plume porte-voix pour-cent pot-pourri premier-né presse-papier
presse-papiers presqu’île prime-abord primo-arrivant primo-arrivants pseudo-code
prêt-à-porter qu’en-dira-t-on quant-à-soi quartier-maître quatre-vingt quatre-vingts
quatre-vingt-dix question-réponse questions-réponses raz-de-marée recherche-action
recherches-actions recherche-création recherche-développement recherche-formation
recherche-intervention recherche-projet recherches-formations remue-méninges
remise-en-cause rendez-vous réponse-type rez-de-chaussée rond-point ronds-points
sage-femme sages-femmes saint-père sans-abri sans-papiers savoir-être savoir-faire
savoir-vivre savoirs-être savoirs-faire science-fiction semi-directif semi-directifs
serre-tête socio-culturel socio-culturelle socio-culturels socio-économique
socio-économiques socio-professionnel socio-professionnelle socio-professionnelles
socio-professionnels socio-technique socio-techniques sous-direction station-service
sud-est sud-ouest sur-le-champ sur-mesure tableau-noir taille-crayon tam-tam
tête-à-tête tout-numérique tout-à-l’heure tout-petit tout-petits tout-puissant
trompe-l’œil trait-union traits-union travaux-pratiques trop-plein t-shirt
va-et-vient vice-présidence vice-président vice-présidente vidéo-clip vidéo-projecteur
vidéo-projecteurs vis-à-vis vol-au-vent volte-face wagon-restaurant week-end week-ends
"""
_NAMES = """
aix-marseille alsace-lorraine alpes-maritimes auvergne-rhône-alpes bas-rhin
basse-normandie bourg-en-bresse bourgogne-franche-comté boulogne-billancourt
bouches-du-rhône centre-val champs-sur-marne charente-maritime
clermont-auvergne clermont-ferrand cergy-pontoise cité-descartes côte-d’or
côtes-d’armor
deux-sèvres eure-et-loir évry-courcouronnes franche-comté grand-est grande-bretagne
guadeloupe-martinique gustave-eiffel haut-rhin haute-alsace haute-garonne haute-loire
haute-marne haute-normandie haute-saône haute-savoie haute-vienne hautes-alpes
hautes-pyrénées hauts-de-france hauts-de-seine ille-et-vilaine île-de-france
indre-et-loire kastler-brossel languedoc-roussillon le-mans loir-et-cher
loire-atlantique lot-et-garonne lyon-saint-étienne maine-et-loire marie-curie
marne-la-vallée max-planck meurthe-et-moselle midi-pyrénées mont-saint-aignan
nancy-metz nogent-sur-marne nord-pas-de-calais nouvelle-aquitaine
nouvelle-calédonie orléans-tours paris-cité paris-créteil paris-est paris-nanterre
paris-saclay paris-sorbonne paris-sud pas-de-calais pays-bas poitou-charentes
provence-alpes-côte puy-de-dôme pyrénées-atlantiques pyrénées-orientales rhône-alpes
royaume-uni saint-denis saint-étienne saint-martin saint-pierre-et-miquelon
saint-quentin saône-et-loire savoie-mont-blanc seine-et-marne seine-maritime
seine-saint-denis sorbonne-nouvelle sorbonne-université tarn-et-garonne
territoire-de-belfort toulouse-jean-jaurès val-d’oise val-de-marne
versailles-saint-quentin villeneuve-d’ascq villeurbanne-lyon
"""

COMPOUNDS = frozenset((_WORDS + _NAMES).split())
"""In small letters, with the typographic apostrophe and the other one where usual."""
