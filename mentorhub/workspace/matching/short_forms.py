"""Which given names are said for which: "Bob" for "Robert", "Honza" for "Jan". Pure."""

from collections import defaultdict

from mentorhub.workspace.matching.sounds import sound

# A name, then what is said for it, in Latin letters; a short form may stand in several places.
SHORT_FORMS = """
abigail: abby gail · adriana: jana · agnieszka: aga agusia · albert: al bert bertie · alberto: beto berto
alejandro: alex ale jandro · aleksandr: sasha sanya shura alex · aleksandra: ola olka sasha
aleksei: alesha lesha alyosha lyosha alex · alena: alenka
alexander: alex al alec lex sandy xander sasha sascha sanya olek ales sander sandro
alexandra: alex alexa sandra sasha sascha sandy lexi ola aleks · alfonso: alfon fonso poncho
alfred: alf alfie fred · alice: allie ally · alison: ally allie · alzbeta: betka beta eliska bozka
amanda: mandy · amelia: amy millie · anastasiya: nastya stasya asya · anders: andy · andras: bandi
andreas: andi andy andre · andrei: andryusha · andreia: deia · andrew: andy drew · andrzej: jedrek andrzejek
angelika: geli angie · anna: anicka anka ania anya nyura anny annie hanka andulka · annette: anne anni
anthony: tony ant · antoine: toine · antonin: tonda tonik · antonio: tono toni nino tonino · archibald: archie
barbara: babsi barb barbie basia bara barborka · barbora: bara barka · beatrice: bea trixie · beatriz: bea
benjamin: ben benny benji · bernhard: bernd berni · birgitta: gittan britta · bohumil: bohous · boris: borya
bozena: boza bozka · brigitte: gitte gitti · carmen: carmina menchu · caroline: carrie caro lina
cassandra: cassie sandra · catherine: cathy cath kate katie kitty cat · charles: charlie chuck chas charley
charlotte: charlie lottie lotte char · christian: chris · christina: chris tina chrissy christy kris kristy
christine: chris tina chrissy christy · christophe: chris tof · christopher: chris kit topher
concepcion: concha conchita · cornelis: kees cor · cornelius: neil con · cristina: cris tina · cynthia: cindy
daniel: dan danny dani danik · daniela: dana dani · david: dave davey davy · deborah: deb debbie debby
dieter: didi · dimitrios: dimitris mitsos · dmitrii: dima mitya · dolores: lola loli · domenico: mimmo
dominique: dom domi · donald: don donny · dorothy: dot dottie dolly · edgar: ed eddie · eduarda: duda
eduardo: edu lalo · edward: ed eddie ted teddy ned · edwin: ed eddie · ekaterina: katya
eleanor: ellie nell nora · elena: lena · eleonora: nora
elisabeth: lisa elli sissi lisbeth lise elise betty lis
elizabeth: liz lizzie beth betsy betty eliza elsie libby lisa liza bess · elzbieta: ela elka
emily: em emmy millie · emmanuel: manu · enrique: quique kike · ernest: ernie · ernesto: tito neto
erzsebet: erzsi bozsi · eugene: gene · eva: evicka · evgenii: zhenya · evgeniya: zhenya · ewa: ewka
fatma: fatos · ferdinand: ferdi · ferenc: feri · fernando: fer nando · florian: flo
frances: fran frankie fanny · francesca: franca cesca · francesco: franco ciccio cesco
francis: frank frankie fran · francisca: paca paqui · francisco: paco pancho curro fran kiko chico
frantisek: franta fanda frantik · franz: franzl · franziska: franzi sissi · frederic: fred
frederick: fred freddie freddy rick fritz · friedrich: fritz fred friedel · gabor: gabi · gabriel: gabe gabi
gabriele: gabi gaby · galina: galya · genevieve: ginette gen · geoffrey: geoff jeff · georg: schorsch jorg
georgios: giorgos yorgos · gerald: gerry jerry · gerhard: gerd · gertrud: trude gerti · giovanna: vanna gianna
giovanni: gianni vanni nanni · giuseppe: beppe peppe pino · gonzalo: gonza · graciela: chela
gregory: greg gregg · grigorii: grisha · grzegorz: grzes grzesiek · guadalupe: lupe
guillermo: guille memo willy · gunnar: gunne · gunther: gunter · gustavo: gus · gyorgy: gyuri
harold: harry hal · harriet: hattie harry · heinrich: heinz heiner henrik hein · helen: nell nellie lena
hendrik: henk rik · henry: harry hank hal · hildegard: hilde · huseyin: husso · ibrahim: ibo · ignacio: nacho
igor: igorek · ilya: ilyusha · ingeborg: inge · ioannis: yannis giannis · irina: ira
isabel: bella izzy isa bel · isabella: bella izzy isa · isabelle: isa zabou · istvan: pista · ivan: vanya
ivana: ivanka iva · jacob: jake coby · jacobus: jaap koos · jacqueline: jackie · jadwiga: jadzia
jakob: kuba kubik · jakub: kuba kubik · james: jim jimmy jamie jem · jan: honza jenda janek jenik janko
jana: janicka · janos: jancsi jani · jarmila: jarka · jaromir: jarda jarek · jaroslav: jarda jarek slavek
jaroslava: jarka jara · jennifer: jen jenny jenn · jerzy: jurek · jessica: jess jessie · jesus: chucho chus
jiri: jirka jura · jitka: jituska · joachim: jochen achim jo · joan: joanie · joanna: jo joey asia joasia
joao: joca · joaquin: quino joaco · johann: hans hansi · johanna: hanna jo hannah johanka
johannes: hannes hans jo · john: jack johnny jon jock · jonathan: jon jonny nathan · jose: pepe ze
josef: sepp jupp pepa pepik josi · joseph: joe joey jo · josephine: jo josie · joshua: josh
jozef: jozek jozko jozo · jozsef: joska jozsi · juan: juanito · judith: judy jude · karel: kaja karlik
karl: kalle charly · katarzyna: kasia kaska · katerina: katka kaca kata katya
katharina: kathi kati kathrin katja nina · katherine: kate kathy katie kit kitty kay kathie
kathleen: kathy kate katie · kenneth: ken kenny · kimberly: kim · konrad: conny kurt · konstantin: kostya
konstantinos: kostas dinos costas · kristina: stina kicki tina kris · kristyna: kika tyna kristynka
krystyna: krysia · krzysztof: krzysiek krzys · ladislav: lada laco · larisa: lara · lars: lasse · laszlo: laci
laura: laurie · laurent: lolo · lawrence: larry laurie · lenka: lenicka · leonard: len lenny leo · leticia: leti
lev: leva · lorenzo: renzo · louis: lou louie · lucie: lucka · lucinda: cindy lucy
ludmila: lida lidka lyuda lyudmila · ludwig: lutz · luigi: gigi gino · luis: lucho · lukas: luky lukasek
lyubov: lyuba · maciej: maciek · madeleine: maddie · magdalena: magda leni lena madla · maksim: max
malgorzata: gosia malgosia · manuel: manolo manu · marcin: marcinek · marcus: marc
margaret: maggie meg peggy peg marge margie greta daisy rita madge · margareta: greta maggan
margarete: grete gretel gretchen marga · maria: mari mariquita · marie: maruska mana majka marenka
mariya: masha marusya · marketa: maky market · martin: marty · martina: marta marti
mary: molly polly mamie may · matej: mates · mathieu: mat · matthew: matt matty · matthias: hias matze
maximilian: max maxi · mehmet: memo · melissa: mel missy · mercedes: merche
michael: mike mick mickey mikey michi · michaela: misa · michal: misa misak · michelle: shelly mich
miguel: migue · mihail: misha · mikhail: misha · milan: milos · miroslav: mirek mira slavek · mohamed: mo
mohammed: mo · monika: moni · montserrat: montse · mustafa: musti · nadezhda: nadya · nancy: nan · natalie: nat
nataliya: natasha nata · natalya: natasha nata · nathalie: nath · nathaniel: nate nathan nat
nicholas: nick nicky nico klaus · nicolas: nico · nicole: nicky nic · nikita: nik · nikolai: kolya
nikolaus: klaus niko nick · nils: nisse · oksana: ksyusha · olga: olya · oliver: ollie · olof: olle
ondrej: ondra · pamela: pam · patricia: pat patty tricia trish patsy · patrick: pat paddy rick
pavel: pavlik pasha pasa · per: pelle · peter: pete · petr: peta petrik petya · petra: petka · petro: petya
petrus: piet · philip: phil pip · philippa: pippa pip · philippe: phil · pilar: pili · piotr: piotrek
polina: polya · premysl: premek · rachel: rach · radek: radecek · rafael: rafa · ramon: moncho · raymond: ray
rebecca: becky becca · ricardo: ricky · richard: dick rick ricky rich richie
robert: bob bobby rob robbie bert robby · roberto: beto · roger: rodge · roman: roma · ronald: ron ronnie
rosario: charo · rosemarie: rosi · rosemary: rose rosie · rudolf: ruda · russell: russ · salvador: salva
salvatore: toto salvo turi · samantha: sam sammy · samuel: sam sammy · sandor: sanyi · sandra: sandy
santiago: santi · sarah: sally sadie · sebastian: basti wastl seb bastian · semen: senya
sergei: serezha serega seryozha · sergio: checo · siegfried: sigi · sofiya: sonya · soledad: sole · solomon: sol
sophie: so · stanislav: standa stana stas slava · stanislaw: staszek stasiek · stefanie: steffi stefi
stephane: stef steph · stephanie: steph stevie · stephen: steve stevie · steven: steve stevie · suleyman: sulo
susan: sue susie suzy · susanne: susi sanne · suzanne: sue susie suzy · svatopluk: svata · svetlana: sveta
tadeusz: tadek · tatiana: tanya · tatyana: tanya · teresa: tere · tereza: terka terezka
theodore: ted teddy theo · theresa: terry tess tessa · theresia: resi · thierry: titi · thomas: tom tommy thom
timothy: tim timmy · tobias: toby tobi · tomas: tom tomasek tomik · tomasz: tomek · ulrich: uli ulli
ursula: uschi ulla · vaclav: vasek vena · valentina: valya · valerie: val · valerii: valera · vasilii: vasya
vera: verochka · veronica: vera ronnie · veronika: verca verka nika ronja · veronique: vero
vicente: chente vince · victoria: vicky vic tori · viktor: vita vitya · viktoriya: vika · vincent: vince vinny
vincenzo: enzo · virginia: ginny ginger · vladimir: vlada vladik volodya vova mirek · vladislav: vlad slava
vojtech: vojta · vyacheslav: slava · walter: walt wally · wilhelm: willi helmut · wilhelmina: mina minnie
willem: wim pim · william: bill billy will willy liam · wladyslaw: wladek · wojciech: wojtek
wolfgang: wolf wolfi · yuliya: yulya · yurii: yura · zachary: zach zack · zbigniew: zbyszek · zdenek: zdenda
zeynep: zey · zofia: zosia · zoltan: zoli · zuzana: zuzka zuza
"""


def _long_forms() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for entry in SHORT_FORMS.replace("\n", " · ").strip(" ·").split(" · "):
        name, _, shorts = entry.partition(":")
        for short in shorts.split():
            found[sound(short)][sound(name)] = None
    return {short: tuple(names) for short, names in found.items()}


_LONG_FORMS = _long_forms()


def long_forms(word: str) -> tuple[str, ...]:
    """By their sounds, the names that the one of this sound may be said for; itself first."""
    return (word, *(name for name in _LONG_FORMS.get(word, ()) if name != word))


def are_forms_of_one(one: str, other: str) -> bool:
    """Whether two, by their sounds, may be said for one name: "bob" and "rob", "bob" and "robert"."""
    if one not in _LONG_FORMS and other not in _LONG_FORMS:
        return False
    return not set(long_forms(one)).isdisjoint(long_forms(other))
