"""Words that headers of phones and addresses are put together of: what it is, and where: "Rue (bureau)", "Home Phone".

Folded (`columns.words_of`); commas between them.
"""

PLACES = {
    "home": """
        home, private, privat, privata, privada, privado, personal, particular, domicile, domicilio, casa,
        residencial, residencia, ab, abitazione, thuis, huisadres, hem, hemadress, hjem, hjemme, dom, domu,
        domov, domowy, domowa, ev, koti, 自宅, 집, дом, дома,
        住宅, домашний, домашняя""",
    "work": """
        business, work, office, company, geschaftlich, geschaeftlich, dienstlich, arbeit, buro, bureau,
        professionnel, professionnelle, societe, trabajo, oficina, profesional, uff, ufficio, lavoro, werk,
        werkadres, zakelijk, arbejde, arbete, arbetsadress, jobb, arbeid, zam, zamestnani, comercial, trabalho,
        emprego, sluzbowy, sluzbowa, sluzbowe, praca, is, isyeri, tyo, firma, firmen,
        会社, 회사, 근무처, 근무지, работа""",
    "other": """
        other, weiteres, weitere, weiterer, weiteres e, andere, anderer, ander, autre, otro, otra, altro, altra,
        altri, anden, andet, annan, annat, ovrig, ovriga, jiny, jina, jine, inny, inna, inne, outro, outra,
        diger, muu, anders, その他, 기타""",
}
PHONES = {
    "": """
        phone, telephone, tel, tel nr, phone number, telephone number, telefon, telefonnummer, rufnummer,
        telefonnr, telefono, telefone, telefoon, telefoonnummer, tlf, puhelin, puhelinnumero, telefonu, numer
        telefonu, numero de telephone, numero de telefono, numero di telefono, numero de telefone, 電話, 전화,
        телефон, 电话, 电话号码, номер телефона, festnetz, fixe, phones""",
    "mobile": """
        mobile, mobile phone, mobil tel nr, mobil tel,
        mobile number, cell, cell phone, cellphone, cellular, mobil, mobiltelefon,
        mobilnummer, handy, handynummer, tel mobile, telephone mobile, portable, telephone portable, movil,
        telefono movil, celular, telefone celular, cellulare, telefono cellulare, mobiele telefoon, mobiel,
        mobiel nummer, matkapuhelin, telefon komorkowy, komorka, mobilni telefon, telemovel, cep telefonu, gsm,
        携帯電話, 휴대폰, мобильный, whatsapp,
        手机, 移动电话, 手机号码, мобильный телефон""",
    "fax": "fax, fax number, fax nummer, telefax, telecopie, telecopieur, faks, faxnummer, numero de fax",
    "pager": """
        pager, pager number, recepteur de radiomessagerie, personsoger, personsokare, ポケットベル""",
    "main": """
        primary phone, main phone, primary, haupttelefon, telephone principal, telefono principal, telefono
        principale, hoofdtelefoon, primar telefon, primaer telefon, telefone principal, telefon glowny, primarni
        telefon""",
    "car": "car phone, autotelefon, telephone voiture, biltelefon, autotelefoon, telefono auto",
    "callback": "callback, ruckmeldung, ruckruf, rappel, terugbellen, devolucion de llamada",
    "radio": "radio phone, radiotelefon, radio telephone, radiotelefoon",
    "home": "自宅電話, 집 전화 번호, 집 전화, 住宅电话",
    "work": "会社電話, 근무처 전화, 商务电话",
    "telex": "telex",
    "isdn": "isdn, rnis",
    "text phone": "tty tdd phone, tty tdd, telefon fur horbehinderte, telephone tdd tty",
}
# A header that is only a place's name, and means the phone there.
PHONE_PLACES = "home, work, particular, ufficio, abitazione"
PARTS = {
    "street": """
        street, street address, street name, strasse, str, rue, calle, via, straat, gade, gata, gatuadress, vej,
        rua, ulice, ulica, sokak, cadde, katu, katuosoite, address line, 番地, 住所, улица""",
    "po_box": """
        po box, pobox, post office box, postfach, b p, boite postale, apartado postal, casella postale, postbus,
        postbusnummer, postboks, caixa postal, skrytka pocztowa, postovni prihradka""",
    "city": """
        city, town, locality, ort, stadt, wohnort, ville, commune, ciudad, localidad, poblacion, citta, comune,
        localita, plaats, woonplaats, stad, by, sted, poststed, postort, cidade, localidade, mesto, miejscowosc,
        miasto, sehir, ilce, kaupunki, 市町村, город,
        城市""",
    "region": """
        state, region, province, county, state province, bundesland, kanton, bundesland kanton, dep region,
        departement, estado, provincia, provincia estado, provincie, omrade, lan, fylke, kraj wojewodztwo,
        wojewodztwo, okres, il, 都道府県,
        省, область""",
    "postal_code": """
        postal code, postalcode, zip, zip code, zipcode, post code, postcode, postleitzahl, plz, code postal,
        cp, codigo postal, cap, cep, postnummer, psc, kod pocztowy, posta kodu, postinumero, 郵便番号, индекс,
        邮政编码, 邮编, почтовый индекс""",
    "country": """
        country, country region, land, land region, land regio, pays, pays region, pais, pais region, paese,
        land omrade, maa, zeme, kraj, kraj region, ulke, nation, staat, 国, 国 地域, страна,
        国家, 国家 地区""",
    "address": """
        address, full address, mailing address, postal address, adresse, anschrift, direccion, indirizzo, adres,
        adress, endereco, adresa, osoite, 住所録, адрес, formatted address,
        地址""",
}
# Small words between the others, and "address" beside the name of its part.
BETWEEN = """
        op, de, del, de la, la, du, des, do, da, della, di, der, die, das, den, van, the, of, en, et, o, y, e,
        und, and, na, numero"""
BESIDE = """
        address, adresse, direccion, endereco, adres, adress, adresa, indirizzo, number, nummer"""
