/** Lists as the programs write them; everybody in them is made up. */
export const LISTS = {
  googleOld: [
    'Name,Given Name,Additional Name,Family Name,Birthday,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Website 1 - Value',
    'Ana Ruiz,Ana,,Ruiz,--04-03,Has a van,* myContacts ::: Helpers,* Home,ana@example.org ::: ana.r@example.org,Mobile,+34 612 345 678,Home,"Calle Mayor 1',
    '28013 Madrid",Calle Mayor 1,https://ana.example.org',
  ].join('\r\n'),
  googleNew: [
    'First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Street,Address 1 - City,Address 1 - Postal Code',
    'Bo,,Lind,,,,Cook,1990-05-06,,,Kitchen ::: * myContacts,Work,bo@example.org,Work,030 1234567,Weg 2,Berlin,10115',
  ].join('\n'),
  outlook: [
    '"First Name","Middle Name","Last Name","Title","Company","Job Title","Home Street","Home City","Home Postal Code","Business Fax","Business Phone","Mobile Phone","Birthday","Categories","E-mail Address","E-mail 2 Address","Notes"',
    '"Cem","","Aydin","Dr","Coop","Treasurer","Weg 3","Köln","50667","0221 999999","0221 1234567","0171 1234567","0/0/00","Board;Drivers","cem@example.org","cem2@example.org","line one',
    'line two"',
  ].join('\r\n'),
  thunderbird: [
    'First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Mobile Number,Home Address,Home City,Home ZipCode,Job Title,Web Page 1,Birth Year,Birth Month,Birth Day,Notes',
    'Dana,Fox,Dana Fox,,dana@example.org,d@example.org,,+1 212 555 0123,,1 Main St,Springfield,12345,Chair,https://dana.example.org,1981,2,3,Note',
  ].join('\n'),
  actionNetwork: [
    'first_name,last_name,email,can2_phone,can2_user_tags,can2_subscription_status,zip_code,uuid',
    'Eli,Stone,eli@example.org,+12125550123,"march, petition",unsubscribed,10001,u-1',
    'Fay,Moss,fay@example.org,,petition,subscribed,10002,u-2',
    ',,gus@example.org,,,bouncing,,u-3',
  ].join('\n'),
  nationBuilder: [
    'nationbuilder_id,first_name,last_name,email,email_opt_in,phone_number,mobile_number,mobile_opt_in,do_not_call,tag_list,primary_address1,primary_city,primary_zip',
    '77,Hal,Reed,hal@example.org,true,212-555-0123,,false,true,"a, b",1 Elm St,Town,10003',
  ].join('\n'),
  zetkin: [
    'zetkin_id,ext_id,first_name,last_name,email,phone,alt_phone,co_address,street_address,zip_code,city',
    '9,x9,Ida,Berg,ida@example.org,070-123 45 67,,,Gatan 1,111 22,Stockholm',
  ].join('\n'),
  civicrm: [
    '"Contact ID","Contact Type","Sort Name","Display Name","First Name","Last Name","Do Not Email","Do Not Mail","Street Address","City","Postal Code","Phone","Email","Job Title","Birth Date","Group(s)"',
    '"5","Individual","Kane, Jo","Jo Kane","Jo","Kane","Yes","No","1 Oak St","Town","10004","212-555-0199","jo@example.org","Clerk","1970-01-02","Garden"',
  ].join('\n'),
  german: [
    'sep=;',
    'Name;Vorname;E-Mail-Adresse;Telefon;Straße und Hausnummer;PLZ;Ort;Geburtsdatum;Mitglied seit;Fähigkeiten;Newsletter',
    'Müller;Jürgen;juergen@example.org;030 / 123 45 67;Ringstraße 5;10115;Berlin;03.04.1985;01.02.2020;Kochen, Nähen;ja',
    'Groß;Änne;aenne@example.org;;;;;13.12.85;;;nein',
  ].join('\r\n'),
  french:
    'Nom,Prénom,Courriel,Téléphone portable,Date de naissance,Langues\nDupont,Zoé,zoe@example.org,06 12 34 56 78,31/01/1992,"français, anglais"',
  spanish:
    'Nombre;Apellidos;Correo electrónico;Teléfono móvil;Fecha de nacimiento\nNuria;Peña Gil;nuria@example.org;612 345 678;02/03/1990',
  noHeader: 'Olga Petrova\tolga@example.org\t+49 171 7654321\nPer Holm\tper@example.org\t+49 171 7654322',
} as const

export const VCARDS = {
  v21: [
    'BEGIN:VCARD',
    'VERSION:2.1',
    'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCrgen;;;',
    'FN;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:J=FCrgen M=FC=',
    'ller',
    'TEL;HOME;VOICE:030 1234567',
    'TEL;CELL:0171 1234567',
    'TEL;WORK;FAX:030 999999',
    'ADR;HOME:;;Weg 1;Berlin;;10115;Germany',
    'EMAIL;INTERNET:j@example.org',
    'BDAY:19850403',
    'END:VCARD',
  ].join('\r\n'),
  v30: [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'N:Lind;Bo;;;',
    'FN:Bo Lind',
    'item1.EMAIL;type=INTERNET;type=WORK:bo@example.org',
    'CATEGORIES:Helpers,Kitchen',
    'NOTE:one\\, two\\nthree',
    'TITLE:Cook',
    'PHOTO;ENCODING=b;TYPE=JPEG:SGVsbG8=',
    'BDAY;VALUE=date:--04-03',
    'END:VCARD',
    'BEGIN:VCARD',
    'VERSION:4.0',
    'FN:Dana Fox',
    'PRONOUNS:she/her',
    'BDAY:--0203',
    'TEL;VALUE=uri;TYPE="home,voice":tel:+1-212-555-0123',
    'LANG;PREF=1:fr',
    'URL:https://dana.example.org/a:b',
    'END:VCARD',
  ].join('\n'),
} as const
