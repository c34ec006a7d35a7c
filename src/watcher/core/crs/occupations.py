"""Occupations that a category of Express Entry lists or listed: NOC 2021 codes with their titles.

The second digit of a code is its TEER. Read, code by code, in two transcriptions of IRCC's page on categories (as of
2026-07-27 and 2026-08-26), and in reports of the lists of 2023.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile

_TITLES = """
00012 Senior managers - financial, communications and other business services
00013 Senior managers - health, education, social and community services and \
membership organizations
00014 Senior managers - trade, broadcasting and other services
00015 Senior managers - construction, transportation, production and utilities
20010 Engineering managers
20011 Architecture and science managers
20012 Computer and information systems managers
21200 Architects
21201 Landscape architects
21202 Urban and land use planners
21203 Land surveyors
21210 Mathematicians, statisticians and actuaries
21211 Data scientists
21220 Cybersecurity specialists
21221 Business systems specialists
21222 Information systems specialists
21223 Database analysts and data administrators
21230 Computer systems developers and programmers
21231 Software engineers and designers
21232 Software developers and programmers
21233 Web designers
21234 Web developers and programmers
21300 Civil engineers
21301 Mechanical engineers
21310 Electrical and electronics engineers
21311 Computer engineers (except software engineers and designers)
21321 Industrial and manufacturing engineers
21322 Metallurgical and materials engineers
21331 Geological engineers
22300 Civil engineering technologists and technicians
22301 Mechanical engineering technologists and technicians
22303 Construction estimators
22310 Electrical and electronics engineering technologists and technicians
22313 Aircraft instrument, electrical and avionics mechanics, technicians and inspectors
31100 Specialists in clinical and laboratory medicine
31101 Specialists in surgery
31102 General practitioners and family physicians
31103 Veterinarians
31110 Dentists
31111 Optometrists
31112 Audiologists and speech-language pathologists
31120 Pharmacists
31121 Dietitians and nutritionists
31200 Psychologists
31201 Chiropractors
31202 Physiotherapists
31203 Occupational therapists
31204 Kinesiologists and other professional occupations in therapy and assessment
31209 Other professional occupations in health diagnosing and treating
31300 Nursing coordinators and supervisors
31301 Registered nurses and registered psychiatric nurses
31302 Nurse practitioners
31303 Physician assistants, midwives and allied health professionals
32101 Licensed practical nurses
32102 Paramedical occupations
32103 Respiratory therapists, clinical perfusionists and cardiopulmonary technologists
32104 Animal health technologists and veterinary technicians
32109 Other technical occupations in therapy and assessment
32111 Dental hygienists and dental therapists
32120 Medical laboratory technologists
32121 Medical radiation technologists
32122 Medical sonographers
32123 Cardiology technologists and electrophysiological diagnostic technologists
32124 Pharmacy technicians
32129 Other medical technologists and technicians
32200 Traditional Chinese medicine practitioners and acupuncturists
32201 Massage therapists
32209 Other practitioners of natural healing
33101 Medical laboratory assistants and related technical occupations
33102 Nurse aides, orderlies and patient service associates
33103 Pharmacy technical assistants and pharmacy assistants
33109 Other assisting occupations in support of health services
40042 Commissioned officers of the Canadian Armed Forces
41200 University professors and lecturers
41201 Post-secondary teaching and research assistants
41220 Secondary school teachers
41221 Elementary school and kindergarten teachers
41300 Social workers
41301 Therapists in counselling and related specialized therapies
41320 Educational counsellors
41400 Natural and applied science policy researchers, consultants and program officers
42102 Specialized members of the Canadian Armed Forces
42201 Social and community service workers
42202 Early childhood educators and assistants
42203 Instructors of persons with disabilities
43100 Elementary and secondary school teacher assistants
43204 Operations members of the Canadian Armed Forces
63100 Insurance agents and brokers
63200 Cooks
63201 Butchers - retail and wholesale
70010 Construction managers
70011 Home building and renovation managers
70020 Managers in transportation
72014 Contractors and supervisors, other construction trades, installers, repairers and servicers
72100 Machinists and machining and tooling inspectors
72102 Sheet metal workers
72106 Welders and related machine operators
72200 Electricians (except industrial and power system)
72201 Industrial electricians
72300 Plumbers
72302 Gas fitters
72310 Carpenters
72311 Cabinetmakers
72320 Bricklayers
72400 Construction millwrights and industrial mechanics
72401 Heavy-duty equipment mechanics
72402 Heating, refrigeration and air conditioning mechanics
72403 Railway carmen/women
72404 Aircraft mechanics and aircraft inspectors
72405 Machine fitters
72406 Elevator constructors and mechanics
72410 Automotive service technicians, truck and bus mechanics and mechanical repairers
72422 Electrical mechanics
72501 Water well drillers
72600 Air pilots, flight engineers and flying instructors
72601 Air traffic controllers and related occupations
72602 Deck officers, water transport
72603 Engineer officers, water transport
72604 Railway traffic controllers and marine traffic regulators
72999 Other technical trades and related occupations
73100 Concrete finishers
73110 Roofers and shinglers
73112 Painters and decorators (except interior decorators)
73113 Floor covering installers
73200 Residential and commercial installers and servicers
73300 Transport truck drivers
82021 Contractors and supervisors, oil and gas drilling and services
82030 Agricultural service contractors and farm supervisors
82031 Contractors and supervisors, landscaping, grounds maintenance and horticulture services
93200 Aircraft assemblers and aircraft assembly inspectors
"""

#: Titles by code, of every list since 2023.
OCCUPATIONS: Mapping[str, str] = {line[:5]: line[6:] for line in _TITLES.strip().splitlines()}


def nearest_occupations(given: str, codes: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Choose of *codes* those nearest to another code, by its first digits, or to the words of a title."""
    if given.isdigit():
        field = [code for code in codes if code[0] == given[0]]
        return tuple(sorted(field, key=lambda code: _distance(code, given))[:count])
    asked = _words(given)
    alike = {code: sum(map(_in_title(code), asked)) for code in codes}
    best = sorted(
        (code for code, words in alike.items() if words),
        key=lambda c: (-alike[c], len(OCCUPATIONS[c])),
    )
    return tuple(best[:count])


def named_occupations(codes: Iterable[str]) -> str:
    """Name occupations by code and title, in one line."""
    return ", ".join(f"{code} {OCCUPATIONS[code]}" for code in codes)


def _distance(code: str, given: str) -> tuple[int, int]:
    shared = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(code, given, strict=False))
    )
    return -shared, abs(int(code) - int(given))


def _in_title(code: str) -> Callable[[str], bool]:
    title = _words(OCCUPATIONS[code])
    return lambda word: any(other.startswith(word) or word.startswith(other) for other in title)


def _words(text: str) -> set[str]:
    """Split a title into words, without the small ones and the plural."""
    words = "".join(c if c.isalpha() else " " for c in text.casefold()).split()
    return {word.rstrip("s") for word in words if len(word) > len("and")}
