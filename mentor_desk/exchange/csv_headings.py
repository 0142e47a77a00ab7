"""Know the headings of contact CSV files, in eight languages and of several programs."""

import re
import unicodedata
from functools import lru_cache

from mentor_desk.exchange.csv_fields import ADDRESS_PARTS, FIELD_KEYS, IGNORE, KEPT, LABEL

LONGEST_HEADING = 100

_WORDS = {
    "full_name": """full name|display name|name|fullname|contact name|anzeigename|vollstandiger name
        |voller name|nom complet|nom affiche|nom|nombre completo|nombre para mostrar|nombre
        |nome completo|nome visualizzato|nome|volledige naam|weergavenaam|naam|nome de exibicao
        |nome a mostrar|fullstandigt namn|visningsnamn|namn|mentee|person|contact""",
    "prefix": "name prefix|prefix|anrede|salutation|honorific|titre|civilite|tratamiento|titolo",
    "given": """first name|given name|firstname|forename|first|vorname|rufname|prenom|primer nombre
        |nombre de pila|nome di battesimo|voornaam|primeiro nome|nome proprio|fornamn""",
    "middle": """middle name|additional name|weitere vornamen|2 vorname|zweiter vorname
        |deuxieme prenom|autres prenoms|segundo nombre|secondo nome|tweede voornaam|middelste naam
        |nome do meio|segundo nome|mellannamn""",
    "family": """last name|family name|lastname|surname|last|nachname|familienname|zuname
        |nom de famille|apellido|apellidos|cognome|achternaam|familienaam|sobrenome|apelido
        |ultimo nome|efternamn""",
    "suffix": "name suffix|suffix|namenszusatz|suffixe|sufijo|suffisso|achtervoegsel|sufixo",
    "nickname": """nickname|nick name|spitzname|surnom|pseudo|apodo|alias|soprannome|bijnaam
        |roepnaam|alcunha|smeknamn""",
    "pronouns": "pronouns|pronomen|pronoms|pronombres|pronomi|voornaamwoorden|pronomes",
    "organisation": """organization|organisation|company|employer|organization name|company name
        |organization 1 name|firma|unternehmen|arbeitgeber|entreprise|societe|employeur|empresa
        |organizacion|compania|azienda|societa|organizzazione|bedrijf|werkgever|organisatie
        |organizacao|foretag|arbetsgivare""",
    "department": """department|organization department|organization 1 department|abteilung
        |service|departement|departamento|reparto|dipartimento|afdeling|avdelning""",
    "role": """job title|title|position|role|organization title|organization 1 title|headline
        |berufsbezeichnung|arbeitstitel|stelle|funktion|fonction|poste|titre du poste|profession
        |beruf|cargo|puesto|posizione|qualifica|ruolo|functie|functietitel|funcao|befattning
        |yrkestitel|titel""",
    "email": """e mail|email|mail|e mail address|email address|primary email|primary e mail
        |e mail adresse|email adresse|primare e mail adresse|mail adresse|adresse e mail
        |adresse electronique|adresse email|adresse de messagerie|courriel
        |adresse electronique principale|premiere adresse electronique|correo|correo electronico
        |direccion de correo electronico|email principal|indirizzo e mail|indirizzo email
        |posta elettronica|email primaria|e mailadres|emailadres|primair e mailadres
        |endereco de e mail|correio eletronico|endereco de email|e post|e postadress|epost
        |primar e postadress""",
    "second_email": """secondary email|second email|second e mail|secondary e mail
        |sekundare e mail adresse|zweite e mail|deuxieme adresse electronique
        |adresse electronique secondaire|segundo correo|correo secundario|seconda e mail
        |email secundario|tweede e mailadres|sekundar e postadress|andra e post""",
    "phone": """phone|telephone|tel|phone number|telephone number|primary phone|phones|telefon
        |telefonnummer|rufnummer|festnetz|haupttelefon|numero de telephone|telefono
        |numero de telefono|numero di telefono|telefoon|telefoonnummer|telefone|phone main""",
    "mobile": """mobile|mobile phone|mobile number|cell|cell phone|cellphone|mobiltelefon
        |mobil tel nr|mobilnummer|handy|handynummer|mobil|portable|telephone portable
        |telephone mobile|movil|telefono movil|celular|cellulare|telefono cellulare|mobiel
        |mobiele telefoon|telemovel|celular|mobilnr|mobiltelefonnummer""",
    "fax": "fax|fax number|fax nummer|faxnummer|telecopie|numero de fax",
    "pager": "pager|pager number|pager nummer",
    "chat": "screen name|messenger name|imaddress|im address|im|chat|skype|jabber",
    "street": """street|street address|strasse|strasse und hausnummer|rue|calle|via|straat|rua
        |gata|po box|address po box|postfach|address street|extended address""",
    "address": """address|adresse|postal address|postadresse|direccion|indirizzo|adres|endereco
        |adress|anschrift|morada""",
    "city": """city|town|address city|location|ort|stadt|wohnort|ville|localite|ciudad|localidad
        |citta|stad|plaats|woonplaats|cidade|localidade|postort""",
    "region": """state|region|province|county|address state|bundesland|bundesland kanton|kanton
        |etat|departement region|provincia|estado|regione|provincie|distrito|lan""",
    "postcode": """zip|zipcode|zip code|postal code|postcode|post code|plz|postleitzahl
        |code postal|codigo postal|cap|codice postale|postnummer|cep""",
    "country": "country|country region|land|land region|pays|pays region|pais|paese|nazione",
    "link": """url|link|website|web site|web page|webpage|homepage|web|linkedin|linkedin url
        |profile url|public profile url|webseite|internetseite|profil|site web|page web|sitio web
        |pagina web|sito web|sito|website 1|website url|pagina web|hemsida|webbplats|webbsida
        |webpagina|blog""",
    "birthday": """birthday|birth date|birthdate|date of birth|dob|geburtstag|geburtsdatum
        |anniversaire|date de naissance|cumpleanos|fecha de nacimiento|compleanno|data di nascita
        |verjaardag|geboortedatum|aniversario|data de nascimento|fodelsedag|fodelsedatum""",
    "birth_year": """birth year|geburtsjahr|annee de naissance|ano de nacimiento|anno di nascita
        |geboortejaar|ano de nascimento|fodelsear""",
    "birth_month": """birth month|geburtsmonat|mois de naissance|mes de nacimiento
        |mese di nascita|geboortemaand|mes de nascimento|fodelsemanad""",
    "birth_day": """birth day|jour de naissance|dia de nacimiento|giorno di nascita
        |geboortedag|dia de nascimento""",
    "remark": """notes|note|remark|remarks|comment|comments|description|notizen|notiz|bemerkung
        |bemerkungen|kommentar|anmerkung|anmerkungen|remarque|remarques|commentaire|notas|nota
        |comentarios|observaciones|commenti|osservazioni|notities|opmerking|opmerkingen
        |observacoes|comentario|anteckningar|anteckning""",
    "tags": """tags|tag|labels|label|groups|group|categories|category|group membership|keywords
        |kategorien|kategorie|gruppen|gruppe|stichworter|schlagworter|etiquettes|categorie
        |groupes|categorias|etiquetas|grupos|etichette|gruppi|categorieen|labels|groepen
        |etiketter|kategorier|taggar""",
    "connected_on": """connected on|connected|connection date|verknupft am|connecte le
        |date de connexion|conectado el|connesso il|verbonden op|conectado em|ansluten""",
    "interest": """interest|interests|hobby|hobbies|interesse|interessen|hobbys|interet|interets
        |centres d interet|interes|intereses|aficiones|interessi|interesses|intressen|intresse""",
    "expertise": """expertise|skills|skill|fachgebiet|fachgebiete|kenntnisse|kompetenzen|competences
        |habilidades|competenze|vaardigheden|competencias|kompetens|kompetenser|fardigheter""",
    "need": """need|needs|looking for|bedarf|sucht|bedurfnisse|besoins|besoin|cherche|necesidades
        |necessita|busca|bisogni|cerca|behoeften|zoekt|necessidades|behov|soker""",
    KEPT: """spouse|children|anniversary|referred by|manager s name|assistant s name|office location
        |assistant s phone|schools|jahrestag|kinder|partner in|empfohlen von|name assistent|buro
        |office|telefon assistent|name des der vorgesetzten|custom|user|benutzer|benutzerdef
        |divers|custom field|personalizado|account""",
    "phone_other": """car phone|callback|radio phone|isdn|telex|tty tdd phone|autotelefon
        |ruckmeldung|mobiltelefon 2|telefon fur horbehinderte""",
    "phone_work": "company main phone|telefon firma",
    IGNORE: """id|action|initials|initialen|gender|geschlecht|language|sprache|mileage
        |reisekilometer|priority|prioritat|private|sensitivity|vertraulichkeit|directory server
        |verzeichnisserver|billing information|abrechnungsinformation|internet free busy
        |internet frei gebucht|government id number|regierungs nr|organizational id number
        |organisations nr|given yomi|surname yomi|company yomi|yomi name|given name yomi
        |additional name yomi|family name yomi|phonetic first name|phonetic middle name
        |phonetic last name|file as|short name|maiden name|occupation|subject|photo
        |e mail type|e mail display name|e mail typ|e mail angezeigter name|konto""",
}
_KEY_OF = {
    word.strip(): key
    for key, words in _WORDS.items()
    for word in words.replace("\n", "").split("|")
}

_PLACE_OF = {
    **dict.fromkeys(
        [
            "home",
            "private",
            "personal",
            "privat",
            "privee",
            "perso",
            "domicile",
            "particular",
            "casa",
            "prive",
            "hem",
        ],
        "_home",
    ),
    **dict.fromkeys(
        [
            "business",
            "work",
            "dienstlich",
            "geschaftlich",
            "professionnel",
            "professionnelle",
            "bureau",
            "trabajo",
            "lavoro",
            "zakelijk",
            "werk",
            "trabalho",
            "arbete",
            "arbets",
        ],
        "_work",
    ),
    **dict.fromkeys(
        [
            "other",
            "weitere",
            "weiterer",
            "weiteres",
            "andere",
            "anderes",
            "sonstige",
            "autre",
            "otro",
            "otra",
            "altro",
            "annan",
        ],
        "_other",
    ),
}
_SMALL_WORDS = frozenset({"de", "du", "do", "da", "di", "del", "s", "r", "e", "es"})
_PLACED = frozenset({"email", "phone", "fax", *ADDRESS_PARTS})

_NUMBERED = re.compile(
    r"(?P<thing>e mail|phone|im|address|organization|website|relation|event|custom field)"
    r" (?P<number>\d+) (?P<part>[a-z ]+)"
)
_NUMBERED_PARTS = {
    ("e mail", "value"): "email",
    ("phone", "value"): "phone",
    ("im", "value"): "chat",
    ("im", "service"): LABEL,
    ("website", "value"): "link",
    ("relation", "value"): KEPT,
    ("event", "value"): KEPT,
    ("custom field", "value"): KEPT,
    ("organization", "name"): "organisation",
    ("organization", "title"): "role",
    ("organization", "department"): "department",
    ("address", "street"): "street",
    ("address", "po box"): "street",
    ("address", "extended address"): "street",
    ("address", "city"): "city",
    ("address", "region"): "region",
    ("address", "postal code"): "postcode",
    ("address", "country"): "country",
    ("address", "formatted"): "formatted",
}

_NOT_A_LETTER = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"(\d+)")


@lru_cache(maxsize=4096)
def folded(heading: str) -> str:
    """Return a heading as plain lower-case words, so that spelling and accents do not matter."""
    bare = unicodedata.normalize("NFKD", heading[: LONGEST_HEADING * 2].casefold())
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(_DIGITS.sub(r" \1 ", _NOT_A_LETTER.sub(" ", letters)).split())


@lru_cache(maxsize=4096)
def recognised(heading: str) -> str | None:
    """Return the key of the field this heading stands for, `ignore`, or None if it is unknown."""
    if len(heading) > LONGEST_HEADING:
        return None
    words = folded(heading)
    return _KEY_OF.get(words) or _numbered(words) or _placed(words)


def count_recognised(cells: tuple[str, ...]) -> int:
    """Count the cells that read like headings of a contact list; only the first 300 are tried."""
    return sum(recognised(cell) is not None for cell in cells[:300] if cell)


def _numbered(words: str) -> str | None:
    found = _NUMBERED.fullmatch(words)
    if found is None:
        return None
    thing, number, part = found["thing"], int(found["number"]), found["part"]
    if thing in {"e mail", "phone"} and part not in {"type", "label", "value"}:
        return None
    if part in {"type", "label"}:
        return LABEL if thing != "organization" else IGNORE
    key = _NUMBERED_PARTS.get((thing, part), IGNORE)
    if thing == "organization" and number > 1:
        return KEPT if key != IGNORE else IGNORE
    if thing != "address" or number == 1 or key == IGNORE:
        return key
    return f"{key}_{number}" if number <= 3 else KEPT


def _placed(words: str) -> str | None:
    place = ""
    rest: list[str] = []
    for word in words.split():
        if word in _PLACE_OF:
            place = _PLACE_OF[word]
        elif not word.isdigit():
            rest.append(word)
    return _with_place(" ".join(rest), place) if rest else None


def _with_place(words: str, place: str) -> str | None:
    key = _KEY_OF.get(words) or _KEY_OF.get(" ".join(_without_small_words(words)))
    if key is None or not place or key not in _PLACED:
        return key
    return key + place if key + place in FIELD_KEYS else key


def _without_small_words(words: str) -> list[str]:
    return [word for word in words.split() if word not in _SMALL_WORDS]
