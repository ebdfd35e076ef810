"""Names for augmentation: what the model should learn to copy rather than to translate."""

from __future__ import annotations

import random

_LISTED = """
Jansen Visser Bakker Dijkstra Mulder Brekelmans Ollongren Rutte Schoof Wilders Omtzigt Yeşilgöz
Timmermans Hoekstra Kaag Hennis Bruins Slot Keijzer Klaver Bontenbal Dassen Ouwehand Stoffer
Hoogland Vermeulen Verhofstadt Dewael Lahbib Francken Michel Steinmeier Scholz Pistorius Merz
Baerbock Macron Lecornu Barrot Sunak Starmer Healey Lammy Stubb Orpo Kristersson Jonson Støre
Frederiksen Poulsen Kallas Pevkur Nausėda Landsbergis Duda Tusk Sikorski Kosiniak-Kamysz Fiala
Pavel Orbán Szijjártó Fico Plenković Vučić Kurti Erdoğan Fidan Netanyahu Gallant Gantz Abbas
Sinwar Nasrallah Raisi Khamenei Guterres Lavrov Sjojgoe Shoigu Belousov Medvedev Peskov Gerasimov
Prigozjin Prigozhin Poetin Putin Zelensky Zelenskyy Zaloezjny Zaluzhnyi Syrsky Syrskyi Budanov
Reznikov Oemerov Umerov Koeleba Kuleba Sybiha Podolyak Jermak Lukashenko Loekasjenko Tichanovskaja
Stoltenberg Cavoli Milley Austin Blinken Rubio Hegseth Vance Biden Trump Sullivan Burns Hodges
Bauer Eichelsheim Onno Boots Tak Dekker Swillens Kujat Breuer Zorn Radakin Rasmussen Solana
Kharkiv Charkov Cherson Kherson Odesa Bachmoet Bakhmut Avdiivka Marioepol Mariupol Zaporizja
Lviv Dnipro Donetsk Loehansk Luhansk Pokrovsk Tsjasiv Kupiansk Vovtsjansk Izjoem Boetsja Bucha
Irpin Soemy Sumy Belgorod Koersk Kursk Brjansk Voronezj Rostov Kaliningrad Sebastopol Simferopol
Minsk Brest Gomel Chisinau Tiraspol Tbilisi Jerevan Bakoe Grozny Vilnius Kaunas Riga Tallinn Narva
Rzeszów Gdańsk Poznań Suwałki Orzysz Constanța Cincu Ämari Šiauliai Rukla Adazi Ramstein Aviano
Den-Helder Doorn Oirschot Ermelo Havelte Volkel Leeuwarden Eindhoven Woensdrecht Breda Vught
Assen Zwolle Amersfoort Tilburg Enschede Zoetermeer Almere Groningen Maastricht Roermond Texel
Vlissingen Schiphol Soesterberg Gilze-Rijen Harskamp Munster Mechelen Gent Namen Luik Kortrijk
Kaboel Kandahar Uruzgan Kunduz Mosul Erbil Bagdad Aleppo Raqqa Idlib Kobani Gaza Rafah Jenin
Hebron Haifa Sanaa Hodeida Aden Tripoli Benghazi Agadez Gao Kidal Bamako Niamey Khartoum Darfur
Goma Kivu Juba Mogadishu Kigali Nairobi Srebrenica Sarajevo Mostar Pristina Mitrovica Banja-Luka
Kashmir Xinjiang Hainan Okinawa Guam Taipei Pyongyang Panmunjom Rheinmetall Leonardo Thales
Lockheed Boeing Airbus Damen Fokker Raytheon Palantir Saab Bofors Nexter Patria Leopard Bradley
Patriot Himars Gepard Iskander Kinzjal Kalibr Shahed Lancet Bayraktar Javelin Stinger Gripen
Reuters Telegram Bellingcat Clingendael Instagram Facebook Starlink SpaceX Wagner Azov Achmat
Hezbollah Hamas Houthi Fatah Taliban Al-Shabaab Boko-Haram Oxfam Amnesty Greenpeace Unicef
O'Brien MacDonald Nguyen Yamamoto Kim Zhang Okonkwo Mbeki Al-Assad El-Sisi Bin-Salman Chávez
García Müller Søndergaard Åkesson Łukasz Renaud Beaufort Castellani Kowalski Horvat Petrenko
""".split()
_ACRONYMS = """
NAVO NATO EU VN UN OVSE OSCE IAEA VS SACEUR SHAPE ISAF KFOR EUFOR UNIFIL MINUSMA UNPROFOR KLM
MIVD AIVD DMO KMar CLAS CZSK CLSK JISR ISTAR EFP VJTF PESCO EDF EDA EEAS CSDP MH17 VVD PVV
D66 CDA BBB NSC SP CIA FBI FSB GRU SBU BND MI6 SVR DARPA AWACS MQ-9 F-16 F-35 CV90 PzH2000 JSF
START INF CFE NPT OPCW ICC ICJ ICTY WHO IMF OECD WTO GPS AI ICT CBRN EOD IED UAV ISR SAM ATACMS
""".split()
_START = "b br d dr f g gr h j k kl kr l m n p r s sch st t tr v w z zh ch kh sh tsj".split()
_VOWEL = "a e i o u aa ee oo ie oe a e i o u a e i o".split()
_MIDDLE = "l r n m k t d s st nd rt lk v z b g nn ll rs nk".split()
_END = "n s k v r t a o sky enko ov in berg man sen stra y ic is ow ski ian er el us".split()


def made_up_name(rng: random.Random) -> str:
    """Return a pronounceable invented name."""
    name = rng.choice(_START) + rng.choice(_VOWEL)
    for _ in range(rng.choice((0, 1, 1, 2))):
        name += rng.choice(_MIDDLE) + rng.choice(_VOWEL)
    return (name + rng.choice(_END)).capitalize()


def random_name(rng: random.Random) -> str:
    """Return a listed or an invented name."""
    return rng.choice(_LISTED) if rng.random() < 0.5 else made_up_name(rng)


def random_acronym(rng: random.Random) -> str:
    """Return a listed or an invented acronym."""
    if rng.random() < 0.4:
        return rng.choice(_ACRONYMS[15:])
    letters = "ABCDEFGHIJKLMNOPRSTUVWXZ"
    return "".join(rng.choice(letters) for _ in range(rng.choice((2, 3, 3, 4, 5))))


def random_code(rng: random.Random) -> str:
    """Return something like a type designation: letters, a hyphen perhaps, digits."""
    letters = "".join(rng.choice("ABCDEFGHKLMPRSTX") for _ in range(rng.choice((1, 1, 2, 3))))
    return f"{letters}{rng.choice(('-', '-', ''))}{rng.randint(1, rng.choice((99, 999, 4000)))}"
