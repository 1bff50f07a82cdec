import type { Target } from './peopleTargets.ts'

/**
 * Names of columns in English, German, French and Spanish, and those of the programs that people come from, after
 * headerKey. The first rule that fits counts.
 */
type Rule = readonly [pattern: RegExp, target: (label: string, key: string) => Target]

/** Lower case, without accents, with single spaces between words; `E-Mail` and `email` are one. */
export function headerKey(header: string): string {
  return header
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/\be mails?\b/g, 'email')
    .replace(/\bemails\b/g, 'email')
}

/** What a column of that name is; null if the name says nothing. */
export function headerWord(header: string): Target | null {
  const key = headerKey(header)
  if (key === '') return null
  const label = labelIn(key)
  for (const [pattern, target] of RULES) if (pattern.test(key)) return target(label, key)
  return null
}

const LABELS: readonly (readonly [RegExp, string])[] = [
  [/\b(mobile?|cell|cellular|handy|portable|movil|celular|mobiltelefon|mobilnummer)\b/, 'mobile'],
  [/\b(home|privat|private|personal|perso|personnel|domicile|casa|particular)\b/, 'home'],
  [
    /\b(work|business|office|geschaftlich|dienstlich|arbeit|buro|bureau|professionnel|travail|trabajo|oficina)\b/,
    'work',
  ],
]

/** `home`, `work`, `mobile`, or what stands in brackets as `E-mail (club)`; '' for nothing. */
function labelIn(key: string): string {
  return LABELS.find(([pattern]) => pattern.test(key))?.[1] ?? ''
}

const to =
  (
    name: Exclude<
      Target['to'],
      'emails' | 'phones' | 'links' | 'addresses' | 'label' | 'consent' | 'custom' | 'new-field' | 'birth'
    >,
  ) =>
  (): Target =>
    ({ to: name }) as Target
const contact =
  (name: 'emails' | 'phones' | 'links') =>
  (label: string): Target => ({ to: name, label })
const consent =
  (channel: 'email' | 'phone' | 'sms' | 'post', inverted = false) =>
  (): Target => ({ to: 'consent', channel, inverted })
type Part = Extract<Target, { to: 'addresses' }>['part']
const address =
  (part: Part) =>
  (label: string, key: string): Target => ({
    to: 'addresses',
    part,
    label,
    group: `${label}${/\b\d\b/.exec(key)?.[0] ?? ''}`,
  })
const birth = (part: 'year' | 'month' | 'day') => (): Target => ({ to: 'birth', part })

const RULES: readonly Rule[] = [
  // consent, before the words "email" and "phone" in it are taken for themselves
  [
    /^(do not email|no bulk email.*|email opt out|user opt out|is opt out|keine emails?|unsubscribed)$/,
    consent('email', true),
  ],
  [/^(do not (call|phone)|phone opt out|no phone)$/, consent('phone', true)],
  [/^(do not sms|sms opt out|mobile opt out)$/, consent('sms', true)],
  [/^(do not (e?mail by post|mail|post)|privacy do not mail)$/, consent('post', true)],
  [
    /^(can2 subscription status|subscription status|email (subscription )?status|email opt in|email optin|opt in email|newsletter|newsletter (subscribed|abonniert|consent)|(consent|einwilligung|consentement|consentimiento) (email|newsletter)|email (consent|einwilligung)|accepts email|subscribed)$/,
    consent('email'),
  ],
  [
    /^(phone opt in|(consent|einwilligung|consentement|consentimiento) (phone|telefon|telephone|telefono)|phone consent)$/,
    consent('phone'),
  ],
  [
    /^(mobile opt in|sms opt in|sms status|can2 sms subscription status|sms subscription status|(consent|einwilligung|consentement|consentimiento) sms|sms consent)$/,
    consent('sms'),
  ],
  [/^((consent|einwilligung|consentement|consentimiento) (post|brief|courrier|correo)|post consent)$/, consent('post')],
  // what is known by
  [
    /^(kith id|uuid|nationbuilder id|zetkin id|contact id|internal contact id|external id|external identifier|ext id|id|member id|mitgliedsnummer|mitglieds nr|mitglied nr|mitgliedsnr|member (number|no)|numero (d adherent|de socio|de membre)|person id|uid)$/,
    to('id'),
  ],
  // what nobody keeps
  [
    /\b(fax|telefax|pager|screen name|phonetic|yomi|file as|photo|sort name|contact type|contact subtype|prefix|suffix|initials|spouse|assistant|manager|car phone|radio phone|telex|isdn|tty|callback)\b/,
    to('skip'),
  ],
  [
    /^(additional name|middle name|name prefix|name suffix|maiden name|location type|phone type|address name|extended address|(home|work)?( )?po box|address \d (po box|extended address)|gender|geschlecht|sexe|genero|sex)$/,
    to('skip'),
  ],
  // birthday in three columns
  [/^birth year$/, birth('year')],
  [/^birth month$/, birth('month')],
  [/^birth day$/, birth('day')],
  [
    /^(birthday|birthdate|birth date|date of birth|dob|born at|geburtstag|geburtsdatum|geb datum|naissance|date de naissance|anniversaire|fecha de nacimiento|cumpleanos|nacimiento)$/,
    to('birthday'),
  ],
  [
    /^(joined|join date|joined on|joined at|member since|membership start( date)?|eintritt|eintrittsdatum|beitritt|beitrittsdatum|mitglied seit|date d adhesion|adhesion|membre depuis|fecha de (alta|ingreso)|alta|miembro desde|created at|signup date)$/,
    to('joined'),
  ],
  // names
  [/^(given( names?)?|first( names?)?|firstname|forename|vorname|prenom|nombre|nombre de pila)$/, to('given')],
  [
    /^(family( names?)?|last( names?)?|lastname|surname|nachname|familienname|zuname|nom|nom de famille|apellidos?)$/,
    to('family'),
  ],
  [
    /^(name|full name|fullname|display name|displayname|anzeigename|vollstandiger name|vor und nachname|name vorname|nom complet|nom et prenom|nom prenom|prenom nom|nombre completo|nombre y apellidos|person|contact|contact name|member|mitglied)$/,
    to('name'),
  ],
  [/^(pronouns?|pronomen|pronoms?|pronombres?)$/, to('pronouns')],
  [
    /^(role|rolle|funktion|amt|function|fonction|funcion|cargo|rol|position|title|job title|organi[sz]ation \d title|organi[sz]ation title|titel|beruf|titre|puesto)$/,
    to('role'),
  ],
  // contacts
  [
    /^(email|email( \d)? (address|adresse|value)|email adresse|address email|primary email|secondary email|email ?\d|email \d (address|value)|mail|mailadresse|courriel|adresse (email|mail|electronique)|correo|correo electronico|direccion de correo( electronico)?|((home|work|personal|business|private?|geschaftlich\w*|other) )email|email (home|work|privat|geschaftlich|dienstlich|personal|mobile|other|personnel|professionnel|trabajo))$/,
    contact('emails'),
  ],
  [
    /^(phone|phone number|phone numbers?|telephone|telefon|telefonnummer|tel|tel nr|telefonnr|festnetz|rufnummer|telefono|numero de telephone|numero de telefono|can2 phone|alt phone|primary phone|other phone|company main phone|phone ?\d|phone \d value|phone value|(mobile?|cell)( phone| number| telefon| telefonnummer)*|handy|handynummer|mobilnummer|mobiltelefon|mobilfunk|portable|telephone portable|movil|celular|telefono movil|(home|work|business|primary|private?|personal) phone( ?\d)?|business phone \d|telefon (privat|geschaftlich|dienstlich|mobil|firma|zuhause)|phone (home|work|mobile|cell|private?)|telephone (domicile|travail|bureau|professionnel|mobile|personnel)|telefono (casa|trabajo|particular|movil|oficina)|mobile phone|mobile number|work phone number|phone number \d)$/,
    contact('phones'),
  ],
  [
    /^(link|links|website|web ?site|webseite|homepage|url|web page( \d)?|website \d value|site web|sitio web|pagina web|facebook( url)?|twitter( login| handle)?|mastodon|linkedin( url)?|personal web page|link (home|work))$/,
    contact('links'),
  ],
  // addresses
  [
    /^(address|full address|adresse|anschrift|direccion|address (home|work)|adresse (privat|geschaftlich)|address \d formatted|postanschrift|(home|work) address formatted)$/,
    address('whole'),
  ],
  [
    /^((home|work|business|other|primary|mailing|billing) )?(street|street address|address( line)?( ?[12])?|strasse|strasse (und|u) (hausnr|hausnummer|nr)|strasse hausnummer|rue|calle|domicilio|address1|address2)( (privat|geschaftlich))?( ?[12])?$/,
    address('street'),
  ],
  [
    /^(address \d street|home address 2|work address 2|co address|supplemental address 1|supplemental address 2|hausnummer|hausnr)$/,
    address('street'),
  ],
  [
    /^((home|work|business|other|primary|mailing|address \d) )?(city|town|ort|stadt|wohnort|ville|ciudad|localidad|locality|localite|commune)( (privat|geschaftlich))?$/,
    address('city'),
  ],
  [
    /^((home|work|business|other|primary|mailing|address \d) )?(zip|zip ?code|postal code|postcode|plz|postleitzahl|code postal|codigo postal|cp)( (privat|geschaftlich))?$/,
    address('postcode'),
  ],
  [
    /^((home|work|business|other|primary|mailing|address \d) )?(state|region|province|state province|county|bundesland|kanton|provincia|departement)( (privat|geschaftlich))?$/,
    address('region'),
  ],
  [
    /^((home|work|business|other|primary|mailing|address \d) )?(country|country ?code|country region|land|land region|pays|pais|country region code)( (privat|geschaftlich))?$/,
    address('country'),
  ],
  // words
  [
    /^(languages?|sprachen?|langues?|idiomas?|lenguas?|preferred language|gesprochene sprachen|langues parlees)$/,
    to('languages'),
  ],
  [/^(skills?|fahigkeiten|kenntnisse|kompetenzen|competences?|habilidades|competencias|abilities)$/, to('skills')],
  [
    /^(tags?|tag list|can2 user tags|user tags|labels?|categor(y|ies)|kategorien?|schlagworter|schlagworte|stichworter|etiquettes|etiquetas|mots cles|group membership|keywords|categories)$/,
    to('tags'),
  ],
  [
    /^(circles?|kreise?|groups?|gruppen?|arbeitsgruppen?|ag|groupes?|cercles?|grupos?|circulos?|teams?|comision)$/,
    to('circles'),
  ],
  [
    /^(notes?|notiz(en)?|bemerkung(en)?|anmerkung(en)?|kommentare?|comments?|remarks?|remarques?|notas?|observaciones|comentarios?|background information)$/,
    to('note'),
  ],
]
