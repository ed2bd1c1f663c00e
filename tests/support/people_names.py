"""Names of invented people by country: given names with their short forms, common surnames, parts of rarer ones."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """How people of one country are called; `given` are "Jan/Honza" with short forms behind the first stroke."""

    calling_code: str
    mail: str
    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[str, ...]
    stems: tuple[str, ...]
    endings: tuple[str, ...]
    legal_forms: tuple[str, ...]
    weight: int


def _country(code: str, mail: str, forms: str, weight: int, *names: str) -> Country:
    men, women, surnames, stems, endings = (tuple(text.split()) for text in names)
    return Country(
        code, mail, men, women, surnames, stems, endings, tuple(forms.split("|")), weight
    )


COUNTRIES = {
    "cs": _country(
        "420", "seznam.cz", ", s.r.o.| s. r. o.|, a.s.|", 30,
        "Jan/Honza Petr/Péťa Josef/Pepa Pavel Martin Tomáš/Tom Jaroslav/Jarda Miroslav/Mirek Zdeněk/Zdenda "
        "František/Franta Václav/Vašek Michal/Míša Jiří/Jirka Karel/Kája Jakub/Kuba Lukáš Ondřej/Ondra David "
        "Vladimír/Vláďa Stanislav/Standa Marek Antonín/Tonda Ladislav/Láďa Vojtěch/Vojta Filip Adam Matěj Aleš",
        "Jana Marie Eva Hana Anna/Anička Lenka Kateřina/Katka Lucie Věra Alena Petra Veronika/Verča Jaroslava "
        "Tereza/Terka Martina Michaela Jitka Helena Ludmila/Lída Zdeňka Ivana Monika Eliška Zuzana/Zuzka "
        "Barbora/Bára Magdaléna/Magda Alžběta/Běta Josefa Pavla Daniela",
        "Novák Svoboda Novotný Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Marek Pospíšil Hájek "
        "Jelínek Král Růžička Beneš Fiala Sedláček",
        "Kolá Mar Vlč Zem Holu Bar Kře Šim Tich Dol Hru Pol Vaň Kadle Hol Koz Ště Řeh Žák Čap Bla Nov Ryb Mal Kos",
        "ek ák ík ka ček čák a eš ný ec il ina al or oš",
    ),
    "de": _country(
        "49", "web.de", " GmbH| AG| GmbH & Co. KG| KG| e.V.|", 22,
        "Michael/Michi Thomas/Tom Andreas/Andi Stefan Peter Wolfgang/Wolf Klaus Jürgen Johannes/Hannes "
        "Sebastian/Basti Maximilian/Max Alexander/Alex Matthias Christian/Chris Florian/Flo Jörg Günter "
        "Friedrich/Fritz Hans-Peter Karl-Heinz Björn Bernhard/Bernd Ulrich/Uli Joachim/Jochen Daniel Jan Felix Lukas",
        "Susanne/Susi Sabine Petra Ursula Katharina/Kathi Elisabeth/Lisa Christine Andrea Julia Anna Maria Monika "
        "Birgit Claudia Stefanie/Steffi Angelika/Geli Gabriele/Gabi Jana Franziska/Franzi Johanna Margarete/Grete "
        "Anna-Lena Käthe Jördis Daniela Simone Nicole Antje",
        "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein "
        "Wolf Schröder Neumann Schwarz Zimmermann",
        "Hof Berg Lind Kraus Grün Stein Wein Roß Brau Kühn Lang Feld Öl Hart Bruck Reich Vog Zell Eich Böhm Kir Stau "
        "Burg Has Wald",
        "mann er bauer meier hofer ler ner inger ke hardt huber müller ert lein bach",
    ),
    "en": _country(
        "44", "gmail.com", " Ltd| Limited| PLC| LLP|", 20,
        "James/Jim John/Jack Robert/Bob Michael/Mike William/Bill David/Dave Richard/Dick Joseph/Joe "
        "Thomas/Tom Christopher/Chris Daniel/Dan Matthew/Matt Anthony/Tony Andrew/Andy Edward/Ted Steven/Steve "
        "Benjamin/Ben Samuel/Sam Alexander/Alex Nicholas/Nick Gerald/Gerry Peter/Pete Philip Simon Paul Ian Lewis",
        "Mary/Molly Elizabeth/Liz Jennifer/Jen Margaret/Peggy Susan/Sue Katherine/Kate Rebecca/Becky Deborah/Debbie "
        "Patricia/Pat Jessica/Jess Victoria/Vicky Sarah/Sally Emma Laura Anna Hannah Charlotte/Lottie Alexandra/Sandra "
        "Samantha/Sam Joanna/Jo Philippa/Pippa Helen Jane Janet Louise Paula Simone Claire",
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Wright Walker White Thompson Evans Hughes Green "
        "Clarke Hall Jackson Wood",
        "Ash Black Har Whit Stan Win Brad Hol Car El Mor Nor Ald Hert Lang Wes Thorn Pem Gar Lock Cran Wen Shel Hay",
        "ton ley ford well field ham worth man son by ston wick more bury land",
    ),
    "ru": _country(
        "7", "yandex.ru", " ООО| АО|", 8,
        "Александр/Саша Сергей/Серёжа Дмитрий/Дима Алексей/Лёша Андрей Владимир/Володя Михаил/Миша Николай/Коля "
        "Юрий/Юра Иван/Ваня Евгений/Женя Павел/Паша Константин/Костя Виктор",
        "Елена/Лена Ольга/Оля Наталья/Наташа Екатерина/Катя Анна/Аня Татьяна/Таня Ирина/Ира Мария/Маша Светлана/Света "
        "Юлия/Юля Анастасия/Настя Александра/Саша Евгения/Женя",
        "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров",
        "Щерба Черны Жу Яков Хлеб Борис Голуб Кисел Миро Вороб Цвет Шиш Зай Гус Юрь Крыл Ерм Тимоф Лебед Мельни",
        "ов ев ков цев ин кин шин евский ский енко",
    ),
    "fr": _country(
        "33", "orange.fr", " SARL| SAS| S.A.|", 10,
        "Jean Pierre Michel Jean-Luc Jean-Pierre François Philippe Nicolas Frédéric/Fred Alexandre/Alex Christophe "
        "Benoît Jérôme Stéphane Olivier Gabriel Simon Étienne Mathieu",
        "Marie Nathalie Isabelle Sylvie Catherine/Cathy Martine Anne-Marie Hélène Céline Élodie Françoise Chloé "
        "Dominique Michèle Simone Gabrielle Véronique/Véro Anaïs",
        "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Lefèvre Garçon",
        "Bel Char Mont Beau Vill Ros Font Gran Per Lan Mar Del Rouss Cham Bon Gui Tour Vas",
        "eau ier ard et in on ot elle ois bert champ mont aud ault",
    ),
    "es": _country(
        "34", "gmail.com", " S.L.| S.A.|", 8,
        "José/Pepe Francisco/Paco Antonio/Toño Manuel/Manolo Javier/Javi Rafael/Rafa Ignacio/Nacho Jesús Miguel "
        "Alejandro/Álex Sergio Julio Mario Luis Andrés",
        "María Carmen Dolores/Lola Pilar Concepción/Concha Teresa Isabel/Isa Francisca/Paca Lucía Julia Ana Mercedes "
        "Sofía Elena Inés",
        "García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Muñoz Álvarez",
        "Arr Cast Vill Mon Cor Bel Per Gar Sal Tor Nav Rib Zap Her Cal Mor Beni",
        "illo ero ana eda era ado ano ales uela oso ara icio ateo",
    ),
    "pl": _country(
        "48", "wp.pl", " Sp. z o.o.| S.A.|", 8,
        "Andrzej/Jędrek Piotr/Piotrek Krzysztof/Krzysiek Tomasz/Tomek Łukasz Paweł Stanisław/Staszek Michał Grzegorz "
        "Jan/Janek Marcin Wojciech/Wojtek Zbigniew/Zbyszek Jakub/Kuba",
        "Anna/Ania Katarzyna/Kasia Małgorzata/Gosia Agnieszka Krystyna/Krysia Barbara/Basia Ewa Elżbieta/Ela Zofia "
        "Joanna/Asia Magdalena/Magda Aleksandra/Ola Jadwiga",
        "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski",
        "Brzo Kaw Mał Gór Zaw Sik Pie Wró Jab Krzy Cho Ost Lip Bor Łuk Szcze",
        "ski cki ak czyk ewski owski iński ek ka czak wicz",
    ),
    "sv": _country(
        "46", "telia.se", " AB| Oy| AS|", 6,
        "Lars/Lasse Karl/Kalle Anders Johan Per/Pelle Nils/Nisse Björn Åke Jörgen Göran Håkan Magnus Øystein Søren",
        "Anna Margareta/Greta Kristina/Stina Birgitta/Gittan Elisabeth/Lisa Åsa Märta Maja Ingrid Hanna Astrid Sølvi",
        "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Hansen Jørgensen Sørensen Ødegård",
        "Berg Lind Sjö Ström Hög Ny Ek Sand Åker Öst Dahl Gran Hed Löv Rosen Wes Blom",
        "gren qvist ström berg lund man dahl in sson blad vall mark",
    ),
    "tr": _country(
        "90", "hotmail.com", " A.Ş.| Ltd. Şti.|", 4,
        "Mehmet/Memo Mustafa Ahmet Ali Hüseyin İbrahim/İbo Çağrı Oğuz Süleyman Emre",
        "Fatma Ayşe Emine Zeynep/Zey Elif Şükran Özlem Gülşen Hatice",
        "Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk Aydın",
        "Kara Ak Gök Er Öz Boz Kızıl Yeni Gün Taş",
        "oğlu kaya han türk soy er demir baş can su",
    ),
}  # fmt: skip
