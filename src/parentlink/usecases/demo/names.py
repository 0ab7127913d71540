"""Invented names from the languages of British schools, some in their own script."""

from typing import NamedTuple


class Community(NamedTuple):
    """Names that go together, and how often they do among a hundred families."""

    share: int
    language: str
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    interpreter: int = 0  # of a hundred families
    own_script: tuple[str, ...] = ()  # carers who write their name this way, as surname: name


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COMMUNITIES = (
    Community(
        46,
        "English",
        _words("Poppy Amelia Megan Ruby Evie Grace Millie Holly Jasmine Erin Lily Freya Ellie"),
        _words("Alfie Jayden Ollie Callum Rhys Harry Theo Mason Logan Riley Toby Finley George"),
        _words("Kelly Claire Janet Donna Sarah Rachel Leanne Beverley Joanne Gemma Stacey Ruth"),
        _words("Dean Mark Gary Lee Stuart Craig Darren Ian Neil Simon Wayne Peter Andrew"),
        _words("Jones Smith Taylor Harris Evans Bennett MacDonald Williams Hughes Walker Carter")
        + _words("Fletcher Whitfield Barker Holt Pearson Marsh Dawson Brooks Ellis Thornton Shaw"),
    ),
    Community(
        6,
        "Yoruba",
        _words("Temi Folake Kehinde Adaeze Simi Ada Ifeoma Tola"),
        _words("Taiwo Chidi Emeka Tunde Kofi Dayo Segun Obinna"),
        _words("Ngozi Funmi Yetunde Chioma Abosede Nneka"),
        _words("Chidi Babatunde Olumide Ikenna Femi Kunle"),
        _words("Okafor Adeyemi Balogun Eze Oyelaran Nwosu Afolabi Okonkwo"),
    ),
    Community(
        10,
        "Urdu",
        _words("Zainab Aisha Maryam Hafsa Iqra Sana Amna Fatima"),
        _words("Bilal Hamza Usman Zayn Haris Danyal Ibrahim Saad"),
        _words("Shazia Nasreen Rukhsana Saima Farzana Bushra"),
        _words("Imran Tariq Nadeem Asif Shahid Waqas"),
        _words("Khan Hussain Mahmood Akhtar Iqbal Malik Siddiqui Mirza"),
        8,
    ),
    Community(
        6,
        "Bengali",
        _words("Nusrat Tahmina Amina Sumaiya Jannat Raisa"),
        _words("Rafi Tanvir Sakib Nayeem Fahim Adnan"),
        _words("Rehana Shirin Hasina Nazma Parveen Ruksana"),
        _words("Abdul Kamal Shafiq Mizan Faruk Jamal"),
        _words("Rahman Begum Miah Chowdhury Uddin Islam Ahmed"),
        15,
    ),
    Community(
        8,
        "Polish",
        _words("Zuzanna Maja Oliwia Julia Hania Lena"),
        _words("Łukasz Kacper Szymon Jakub Michał Błażej"),
        _words("Agnieszka Małgorzata Katarzyna Joanna Elżbieta Dorota"),
        _words("Paweł Grzegorz Tomasz Krzysztof Marcin Sławomir"),
        _words("Kowalczyk Nowak Wójcik Woźniak Mazur Krawczyk Dąbek Pająk"),
        6,
    ),
    Community(
        5,
        "Somali",
        _words("Hodan Ayaan Ifrah Sagal Hamdi Nimco"),
        _words("Abdi Liban Zakariye Guled Mahad Yusuf"),
        _words("Fadumo Sahra Khadra Hibo Asha Amran"),
        _words("Ahmed Hassan Farah Omar Jama Cabdi"),
        _words("Warsame Abdullahi Jama Farah Nuur Hersi"),
        18,
    ),
    Community(
        3,
        "Chinese (Mandarin)",
        _words("Meilin Jiayi Xinyi Ruoxi"),
        _words("Haoran Zihan Yichen Jun"),
        _words("Fang Li Xiuying Yan"),
        _words("Wei Jianguo Lei Qiang"),
        _words("Wang Chen Lin Zhang"),
        15,
        ("Wang: 王芳", "Chen: 陈丽", "Lin: 林伟", "Zhang: 张静"),
    ),
    Community(
        5,
        "Arabic",
        _words("Layan Nour Salma Yasmin Rima"),
        _words("Omar Karim Ziad Yahya Sami"),
        _words("Huda Rania Amal Samira Dalia"),
        _words("Mahmoud Khaled Walid Nabil Hisham"),
        _words("Al-Sayed Haddad Mansour Khoury Nasser"),
        18,
        ("Al-Sayed: محمد السيد", "Haddad: ليلى حداد", "Mansour: سمير منصور"),
    ),
    Community(
        3,
        "Ukrainian",
        _words("Sofiia Daryna Kateryna Zlata"),
        _words("Danylo Maksym Artem Tymofii"),
        _words("Olena Iryna Nataliia Oksana"),
        _words("Andrii Serhii Taras Viktor"),
        _words("Kovalenko Shevchenko Bondarenko Melnyk"),
        20,
        ("Kovalenko: Олена Коваленко", "Melnyk: Ірина Мельник"),
    ),
    Community(
        4,
        "Romanian",
        _words("Ioana Andreea Bianca Ștefania"),
        _words("Andrei Mihai Ștefan Darius"),
        _words("Mihaela Cristina Elena Daniela"),
        _words("Ionuț Florin Gheorghe Cătălin"),
        _words("Ionescu Popescu Rusu Munteanu Țăranu"),
        10,
    ),
    Community(
        3,
        "Portuguese",
        _words("Beatriz Inês Mariana Leonor"),
        _words("Tiago João Gonçalo Rafael"),
        _words("Fátima Teresa Lúcia Conceição"),
        _words("Nuno Paulo António Sérgio"),
        _words("Pereira Gonçalves Simões Araújo Conceição"),
        8,
    ),
    Community(
        1,
        "Turkish",
        _words("Şule Elif Zeynep Gülşen"),
        _words("Emre Çağrı Ömer Deniz"),
        _words("Ayşe Hatice Nurgül"),
        _words("Hüseyin Işık Mehmet"),
        _words("Yılmaz Çelik Şahin Öztürk"),
        10,
    ),
)

STAFF_SURNAMES = _words(
    "Grant Osei Doyle Farah Amin Lewandowski Price Barnes Kaur Lloyd Mistry Hargreaves Quinn Dunne "
    "Sharma Ferreira Cole Abbott Rowe Tan Winters Ashby Begg Calder Devlin Egan Foley Gilroy Hale "
    "Ingram Joyce Keane Lamb Mercer Naylor Orr Pike Rudd Sterling Tully Usher Vickers Wade Yeo"
)
STAFF_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Dr", "Mx")
