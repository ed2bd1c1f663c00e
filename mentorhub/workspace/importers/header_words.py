"""What columns are called, by field and in the languages their programs write: headers of LinkedIn, Google, Outlook,
Thunderbird and of tables that people make themselves. Folded (`columns.words_of`), without digits; commas between them.
"""

NAMES = {
    "given_name": """
        first name, firstname, given name, forename, first, vorname, rufname, prenom, voornaam, fornavn,
        fornamn, etunimi, imie, ad, adi, isim, primeiro nome, primer nombre, nombre de pila, prenume,
        keresztnev, krestni jmeno, prvni jmeno, nombres, 名, 이름, имя, 名前,
        名字""",
    "family_name": """
        last name, lastname, family name, surname, last, nachname, familienname, zuname, nom de famille,
        apellidos, apellido, cognome, achternaam, efternavn, etternavn, efternamn, sukunimi, prijmeni, nazwisko,
        soyad, soyadi, sobrenome, ultimo nome, nume de familie, vezeteknev, 姓, 성, фамилия,
        姓氏""",
    "name": """
        full name, fullname, display name, displayname, contact name, contact, person, kontakt, vollstandiger
        name, vor und nachname, anzeigename, nom complet, nom et prenom, nom prenom, nombre completo, nombre y
        apellidos, nome completo, nome e cognome, volledige naam, weergavenaam, fulde navn, fullstandigt namn,
        imie i nazwisko, cele jmeno, jmeno a prijmeni, ad soyad, adi soyadi, koko nimi, 氏名, 姓名, 성명, фио,
        имя и фамилия, контакт, 联系人, 全名""",
    # One word, a full name or a part of it: which, the other columns tell.
    "any_name": "name, nom, nome, nombre, naam, navn, namn, nimi, jmeno, nume, nev, apelido",
    "additional_name": """
        middle name, middlename, additional name, middle, second name, weitere vornamen, zweiter vorname,
        deuxieme prenom, autres prenoms, segundo nombre, secondo nome, middelste naam, mellemnavn, mellomnavn,
        mellannamn, drugie imie, segundo nome, ミドル ネーム,
        отчество""",
    "prefix": """
        name prefix, prefix, honorific prefix, salutation, anrede, tratamiento, aanhef, tilltal, namenszusatz""",
    "any_title": "title, titel, titre, titolo, titulo, titul, tytul, tittel",
    "suffix": """
        name suffix, suffix, suffixe, sufijo, suffisso, sufixo, achtervoegsel, suffiks, sufiks, za prijmenim,
        titolo straniero""",
    "nickname": """
        nickname, nick name, nick, spitzname, surnom, pseudonyme, apodo, soprannome, bijnaam, smeknamn, kaldenavn,
        kallenavn, prezdivka, pseudonim, takma ad, lempinimi, also known as,
        昵称, псевдоним""",
    "pronunciation": """
        phonetic first name, phonetic middle name, phonetic last name, given yomi, surname yomi, yomi name,
        pronunciation, given name yomi, additional name yomi, family name yomi, 名前フリガナ, 姓フリガナ, aussprache,
        prononciation""",
}
WORK = {
    "since": "organization since",
    "until": "organization until",
    "organization": """
        company, organization, organisation, company name, organization name, employer, current company, account
        name, firma, unternehmen, firmenname, arbeitgeber, verein, entreprise, societe, organisme, empresa,
        organizacion, compania, azienda, societa, organizzazione, bedrijf, bedrijfsnaam, organisatie,
        virksomhed, bedrift, foretag, yritys, spolecnost, organizace, sirket, kurum, isveren, organizacao, 会社,
        会社名, 회사, компания, организация,
        公司, 单位, 公司名称, фирма, компания и организация""",
    "title": """
        job title, organization title, arbeitstitel,
        jobtitle, position, role, current position, job, occupation, headline,
        stelle, stellenbezeichnung, berufsbezeichnung, funktion, poste, fonction, intitule du poste, puesto,
        cargo, posizione, posizione lavorativa, qualifica, ruolo, functie, positie, functietitel, stilling,
        befattning, yrkestitel, tehtava, stanowisko, pozice, funkce, pracovni pozice, pozisyon, unvan, gorev,
        funcao, posicao, 役職, 직함, должность,
        职务, 职位""",
    "department": """
        department, organization department, abteilung, service, departement, departamento, reparto, ufficio
        reparto, afdeling, avdelning, avdeling, osasto, oddeleni, dzial, departman, dipartimento, 部署, 부서, отдел,
        部门, подразделение""",
}
REACH = {
    "email": """
        email, email address, mail, mail address, primary email, secondary email, alternate email, email
        adresse, mailadresse, email adress, courriel, adresse email, adresse mail, adresse de courriel, adresse
        de messagerie, adresse electronique, correo, correo electronico, direccion de correo electronico,
        direccion de correo, indirizzo email, indirizzo posta elettronica, indirizzo di posta elettronica, posta
        elettronica, emailadres, email adres, epost, epostadress, epostadresse, e post, e post adress, e post
        adresse, endereco de email, endereco de correio electronico, endereco de correio eletronico, emailova
        adresa, adres email, eposta, e posta, e posta adresi, eposta adresi, sahkoposti, sahkopostiosoite, 電子メール
        アドレス, メール, 이메일, имейл адрес, электронная почта, e postadress, e postadresse,
        电子邮件, 电子邮件地址, 邮箱, 邮件, эл почта, адрес эл почты, адрес электронной почты, почта""",
    "link": """
        url, profile url, linkedin url, linkedin, linkedin profile, linkedin profile url, profile, website, web
        site, web page, webpage, personal web page, business website, homepage, home page, webseite,
        internetseite, profil url, site web, page web, site internet, pagina web, sitio web, sito web,
        webpagina, webside, websted, nettsted, webbsida, hjemmeside, hemsida, webova stranka, strona www, strona
        sieci web, web sayfasi, web adresi, verkkosivu, pagina da web, site, web, profil, web ページ,
        网页, 网址, 网站, 웹 페이지, веб страница, сайт""",
    "met_on": """
        connected on, date connected, connection date, connected, verbunden am, vernetzt am, connecte le, date
        de connexion, en relation depuis, relation depuis, conectado el, fecha de conexion, conectado desde,
        contacto desde, conectado em, data da conexao, data de conexao, connesso il, data del collegamento, data
        di connessione, collegato dal, collegato il, verbonden op, gekoppeld op, connectie sinds, datum
        verbonden, kontakt siden, forbundet den, tilknyttet den, kontakt sedan, ansluten den, kontakter sedan,
        spojeno dne, datum spojeni, propojeno, spojeni od, baglanti tarihi, baglanti kurma tarihi, baglanti
        kurulma tarihi, polaczono, data polaczenia, met on, date met, kennengelernt am, rencontre le""",
    "occasion": """
        occasion, where we met, where met, where did we meet, met at, how we met, how met, anlass,
        kennengelernt, wo kennengelernt, lieu de rencontre, lugar de encuentro, incontrato a, ontmoet bij""",
    "birthday": """
        birthday, birth date, birthdate, date of birth, born, geburtstag, geburtsdatum, anniversaire, date de
        naissance, cumpleanos, fecha de nacimiento, compleanno, data di nascita, verjaardag, geboortedatum,
        fodselsdag, fodselsdato, fodelsedag, fodelsedatum, syntymapaiva, syntymaaika, narozeniny, datum
        narozeni, urodziny, data urodzenia, dogum gunu, dogum tarihi, data de nascimento, 誕生日, 생일, рожден ден,
        生日, день рождения, дата рождения""",
    "birth_year": "birth year, geburtsjahr, annee de naissance",
    "birth_month": "birth month, geburtsmonat, mois de naissance",
    "birth_day": "birth day, geburtstag tag, jour de naissance",
    # A birthday in Portuguese, any other day in Spanish.
    "any_yearly": "aniversario",
    "note": """
        note, notes, comment, comments, remarks, description, notizen, notiz, bemerkung, bemerkungen,
        anmerkungen, kommentar, remarque, remarques, commentaire, commentaires, nota, notas, observaciones,
        comentarios, note personali, notities, opmerkingen, noter, notater, anteckningar, merknader, poznamky,
        poznamka, uwagi, notatki, notlar, not, muistiinpanot, anotacoes, observacoes, メモ, 메모,
        备注, 附注, заметки, примечания, комментарий""",
    "tags": """
        labels, label, tags, tag, group membership, categories, category, groups, group, list, lists,
        kategorien, kategorie, gruppen, gruppe, schlagworte, etiketten, categorie, groupes, etiquettes,
        categorias, etiquetas, grupos, categoria, gruppi, etichette, categorieen, groepen, kategorier,
        kategoriat, stitky, skupiny, etykiety, grupy, etiketler, gruplar, kategoriler, 分類,
        类别, 标签, категории, группы""",
    "uid": "uid, uuid, contact uid, mentor hub id",
    "headline": "what they do",
    "met_how": "how you met",
    "met_through": "met through",
    "purpose": "why stay in touch",
    "source_note": "source of details",
}
EVENTS = {
    "anniversary": """
        anniversary, jahrestag, hochzeitstag, anniversaire de mariage, anniversaire de mariage ou fete,
        anniversario, trouwdag, merkedag, maerkedag, bemarkelsedag, jubileumsdag, vyroci, rocznica, yildonumu,
        vuosipaiva, 記念日""",
}
# What programs write about a row, and what nobody needs to keep.
IGNORED = """
        photo, file as, initials, sensitivity, priority, private, account, internet free busy, directory server,
        mileage, billing information, language, organizational id number, government id number, email type,
        email display name, short name, company yomi, mailing address, wants html, use html, is me,
        vertraulichkeit, prioritat, privat, konto, initialen, email typ, email angezeigter name, sprache,
        geschlecht, gender, type de messagerie, nom complet de l adresse de messagerie, initiales, priorite,
        prive, critere de diffusion, sexe, langue, compte, photo url, timestamp, created at, updated at, last
        modified, firma yomi, verzeichnisserver, reisekilometer, regierungsnr, internet frei gebucht,
        abrechnungsinformation, organisationsnr, address type, phone type, email vist navn, typ emailu,
        zobrazovane jmeno emailu, nombre de pantalla de correo electronico, tipo de correo electronico, nome
        visualizzato posta elettronica, tipo posta elettronica, weergavenaam voor email, email visningsnamn"""
