"""OneRoster and SDS zips: whoever wrote them, pupils and their carers come out, and no harm."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from conftest import Given, Run
from parentlink.errors import RowsRefused
from parentlink.exchange import roster_files
from parentlink.exchange.headings import fold_heading
from parentlink.exchange.oneroster import read_oneroster
from parentlink.exchange.sheet import Sheet
from parentlink.parse.upn import check_letter
from parentlink.usecases.importing.families.reading.fields import ALIASES
from parentlink.usecases.importing.families.reading.lines import Options
from parentlink.usecases.importing.families.whole_file import Read, read_lines

DIGITS = "999999926001"
UPN = check_letter(DIGITS) + DIGITS
Files = dict[str, str | bytes]

USERS_11 = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,"
    "familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,metadata.x\n"
)
ADA_11 = (
    f'p1,,,true,o1,student,ada,{{LDAP:ada}},Ada,Okafor,,{UPN},ada@example.org,,,"c1,c2",07,,blue\n'
)
CARERS_11 = (
    "c1,,,true,o1,parent,n,,Ngozi,Okafor,,,ngozi@example.org,07700 900101,01632 960101,,,,\n"
    "c2,,,true,o1,relative,g,,Grace,Eze,,,,,07700 900102,p1,,,\n"
)
TEACHER_11 = "t1,,,true,o1,teacher,r,,Rose,Reid,,,,,,,,,\n"
V11: Files = {
    "manifest.csv": "propertyName,value\noneroster.version,1.1\nfile.users,bulk\n",
    "users.csv": USERS_11 + ADA_11 + CARERS_11 + TEACHER_11,
    "demographics.csv": "sourcedId,status,birthDate,sex,asian\np1,,2015-03-04,female,true\n",
    "classes.csv": (
        "sourcedId,status,title,grades,courseSourcedId,classCode,classType\n"
        "k1,,7KM,7,,7KM,homeroom\nk2,,Maths 7,7,,MA7,scheduled\n"
    ),
    "enrollments.csv": (
        "sourcedId,status,classSourcedId,schoolSourcedId,userSourcedId,role\n"
        "e1,,k1,o1,p1,student\ne2,,k2,o1,p1,student\ne3,,k1,o1,t1,teacher\n"
    ),
}
V12: Files = {
    "manifest.csv": "propertyName,value\noneroster.version,1.2\nfile.users,bulk\n",
    "users.csv": (
        "sourcedId,status,enabledUser,username,userIds,givenName,familyName,identifier,email,sms,"
        "phone,agentSourcedIds,grades,preferredGivenName,preferredFamilyName,pronouns\n"
        f'p1,active,true,ada,"{{MIS:77}},{{UPN:{UPN}}}",Ada,Okafor,A77,,,,"c1, c2",7,Addie,Eze,\n'
        "c1,active,true,n,,Ngozi,Okafor,,ngozi@example.org,07700 900101,01632 960101,,,,,\n"
        "c2,active,true,g,,Grace,Eze,,,,07700 900102,,,,,\n"
    ),
    "roles.csv": (
        "sourcedId,status,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
        "r1,active,p1,primary,student,,,o1\nr2,active,c1,primary,teacher,,,o1\n"
        "r3,active,c1,secondary,parent,,,o1\nr4,active,c2,primary,guardian,,,o1\n"
    ),
}
SDS_ROLES = (
    "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary\np1,o1,student,s1,07,true\n"
)
SDS: Files = {
    "orgs.csv": "sourcedId,name,type\no1,A School,school\n",
    "users.csv": (
        "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\n"
        "p1,ada,Ada,Okafor,,,ada@example.org,,\n"
        "c1,,Ngozi,Okafor,,,ngozi@example.org,01632 960101,07700 900101\n"
        "c2,,Grace,Eze,,,grace@example.org,07700 900102,\nd1,,Dora,Dent,,,,,\n"
    ),
    "roles.csv": SDS_ROLES,
    "relationships.csv": (
        "userSourcedId,relationshipUserSourcedId,relationshipRole\n"
        "p1,c1,Parent\nc2,p1,relative\np1,d1,doctor\n"
    ),
    "classes.csv": "sourcedId,orgSourcedId,title,code\nk1,o1,Tutor Group 7km,\nk2,o1,Maths,M\n",
    "enrollments.csv": "classSourcedId,userSourcedId,role\nk1,p1,student\nk2,p1,student\n",
    "demographics.csv": "userSourcedId,sex,birthDate\np1,female,2015-03-04T00:00:00.000Z\n",
}


def zipped(files: Files, folder: str = "") -> bytes:
    """A zip of these files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(folder + name, data)
    return held.getvalue()


def sheet(files: Files | bytes) -> Sheet:
    """The table in a zip."""
    data = files if isinstance(files, bytes) else zipped(files)
    return read_oneroster(io.BytesIO(data), "roster.zip")


def rows(files: Files | bytes) -> list[dict[str, str]]:
    """Its rows, by our fields."""
    found = sheet(files)
    known = {fold_heading(name): name for name in ALIASES}
    names = [known.get(fold_heading(heading), heading) for heading in found.headings]
    return [dict(zip(names, cells, strict=True)) for _, cells in found.rows]


def read(files: Files) -> Read:
    """What the importer of families makes of it."""
    return read_lines(sheet(files), Options())


def warned(files: Files) -> str:
    """Everything that was noticed."""
    found = sheet(files)
    list(found.rows)
    return " ".join(found.warnings)


def broken(files: Files | bytes) -> str:
    """Why a zip is refused."""
    with pytest.raises(RowsRefused) as why:
        list(sheet(files).rows)
    return str(why.value)


def with_users(*lines: str) -> Files:
    """The 1.1 zip with other users."""
    return V11 | {"users.csv": USERS_11 + "".join(lines)}


def test_oneroster_1_1_gives_a_row_for_each_pupil_and_carer() -> None:
    first, second = rows(V11)
    assert first == {
        **{"pupil_id": "p1", "upn": UPN, "forename": "Ada", "surname": "Okafor"},
        **{"date_of_birth": "2015-03-04", "year_group": "7", "tutor_group": "7KM"},
        **{"carer_id": "c1", "carer_forename": "Ngozi", "carer_surname": "Okafor"},
        **{"relationship": "parent", "email": "ngozi@example.org"},
        **{"mobile_phone": "07700 900101", "main_phone": "01632 960101"},
        **{"pupil metadata.x": "blue"},
    }
    assert (second["carer_id"], second["relationship"]) == ("c2", "relative")


def test_oneroster_1_2_takes_roles_upn_among_user_ids_and_the_name_somebody_goes_by() -> None:
    first, second = rows(V12)
    assert first["upn"] == UPN
    assert first["preferred_name"] == "Addie Eze"
    assert first["relationship"] == "parent", "a teacher of the school may be a parent too"
    assert second["relationship"] == "guardian"
    assert "date_of_birth" not in first, "no demographics, so nothing on file is emptied"


def test_sds_takes_relationships_either_way_round_and_no_doctors() -> None:
    first, second = rows(SDS)
    assert [first["carer_id"], second["carer_id"]] == ["c1", "c2"]
    assert [first["relationship"], second["relationship"]] == ["parent", "relative"]
    assert (first["year_group"], first["tutor_group"]) == ("7", "7KM")
    assert first["date_of_birth"] == "2015-03-04"


@pytest.mark.parametrize("files", [V11, V12, SDS])
def test_the_importer_reads_every_row(files: Files) -> None:
    found = read(files)
    assert not found.refused
    mother, aunt = found.lines
    assert (mother.pupil or {})["legal_name"] == "Ada Okafor"
    assert (mother.carer or {})["mobile_phone"] == "+447700900101"
    assert (mother.carer or {})["home_phone"] == "+441632960101"
    assert (aunt.carer or {})["mobile_phone"] == "+447700900102", "a mobile in the phone column"
    assert "priority" not in mother.link
    assert "responsibility" not in mother.link


@pytest.mark.parametrize(
    ("files", "kind"),
    [(V11, "OneRoster 1.1"), (V12, "OneRoster 1.2"), (SDS, "Microsoft SDS v2.1")],
)
def test_it_says_what_it_took_the_zip_for_and_what_is_not_in_it(files: Files, kind: str) -> None:
    assert f"Read as {kind}, which says nothing of contact order" in warned(files)


def test_carers_may_name_their_pupils_and_nobody_comes_twice() -> None:
    files = with_users(ADA_11.replace("c1,c2", ""), CARERS_11.replace(",,,,\n", ",[p1],,,\n"))
    assert [row["carer_id"] for row in rows(files)] == ["c1", "c2"]
    assert [row["carer_id"] for row in rows(V11)] == ["c1", "c2"]


def test_one_carer_of_two_children_stands_in_both_rows_under_one_id() -> None:
    ben = ADA_11.replace("p1", "p2").replace("Ada", "Ben").replace(UPN, "").replace("c1,c2", "c1")
    found = rows(with_users(ADA_11, ben, CARERS_11))
    assert [(row["pupil_id"], row["carer_id"]) for row in found] == [
        ("p1", "c1"),
        ("p1", "c2"),
        ("p2", "c1"),
    ]
    assert [row for row, _ in sheet(with_users(ADA_11, ben, CARERS_11)).rows] == [1, 2, 3]


def test_who_is_marked_as_deleted_is_left_out_and_counted() -> None:
    files = with_users(ADA_11, CARERS_11.replace("c2,,", "c2,tobedeleted,"))
    assert [row["carer_id"] for row in rows(files)] == ["c1"]
    assert "marked as deleted (1)" in warned(files)
    assert "Nobody on file is removed." in warned(files)


def test_a_pupil_without_carers_still_comes() -> None:
    files = with_users(ADA_11.replace("c1,c2", "t1,x9"), TEACHER_11)
    (row,) = rows(files)
    assert (row["forename"], row["carer_id"]) == ("Ada", "")
    assert "links to somebody who is no carer here (2)" in warned(files)
    assert "pupils only" in warned(files)


def test_a_carer_of_nobody_is_counted() -> None:
    stray = CARERS_11.splitlines(keepends=True)[0].replace("c1", "c9")
    assert "carers who belong to no pupil here (1)" in warned(with_users(ADA_11, CARERS_11, stray))


def test_a_upn_with_a_wrong_letter_is_no_upn() -> None:
    wrong = ("A" if UPN[0] != "A" else "B") + DIGITS
    files = with_users(ADA_11.replace(UPN, wrong), CARERS_11)
    assert rows(files)[0]["upn"] == ""
    assert "UPNs with a wrong letter or digit (1)" in warned(files)


@pytest.mark.parametrize(
    ("grades", "year"), [("07", "7"), ("Year 10", "10"), ("R", "0"), ("[7]", "7")]
)
def test_grades_are_year_groups(grades: str, year: str) -> None:
    assert (
        rows(with_users(ADA_11.replace(",07,", f",{grades},"), CARERS_11))[0]["year_group"] == year
    )


@pytest.mark.parametrize("grades", ['"07,08"', "KG", "PS"])
def test_grades_that_are_no_one_year_are_left_out(grades: str) -> None:
    files = with_users(ADA_11.replace(",07,", f",{grades},"), CARERS_11)
    assert "year_group" not in rows(files)[0]
    assert "grades that are no single year group (1)" in warned(files)


def test_a_link_that_is_said_twice_keeps_what_is_said_of_it() -> None:
    related = "userSourcedId,relationshipUserSourcedId,relationshipRole\np1,c1,Mother\n"
    first, second = rows(V12 | {"relationships.csv": related})
    assert [first["relationship"], second["relationship"]] == ["Mother", "guardian"]


def test_of_a_pupil_at_two_schools_the_year_of_the_main_one_counts() -> None:
    more = "p1,o2,student,s1,08,false\np1,o3,student,s1,09,false\n"
    for roles in (SDS_ROLES + more, SDS_ROLES.replace("\np1", f"\n{more}p1")):
        assert rows(SDS | {"roles.csv": roles})[0]["year_group"] == "7"
    in_doubt = SDS_ROLES.replace("true", "false") + more
    assert "year_group" not in rows(SDS | {"roles.csv": in_doubt})[0]


def test_a_pupil_in_two_tutor_groups_has_none() -> None:
    classes = str(V11["classes.csv"]).replace("MA7,scheduled", "7AB,homeroom")
    files = V11 | {"classes.csv": classes}
    assert "tutor_group" not in rows(files)[0]
    assert "tutor group of pupils who stand in two (1)" in warned(files)


@pytest.mark.parametrize("born", ["7/2/2015", "10/26/2015", "July 2015"])
def test_a_date_of_birth_that_may_have_the_month_first_is_never_guessed(born: str) -> None:
    files = SDS | {"demographics.csv": f"userSourcedId,sex,birthDate\np1,female,{born}\n"}
    assert "date_of_birth" not in rows(files)[0]
    assert "not written like 2015-03-04 (1)" in warned(files)


def test_a_date_of_birth_without_dashes_is_taken() -> None:
    files = SDS | {"demographics.csv": "userSourcedId,birthDate\np1,20150304\n"}
    assert rows(files)[0]["date_of_birth"] == "2015-03-04"


def test_an_export_of_changes_says_so() -> None:
    files = V11 | {"manifest.csv": "propertyName,value\nfile.users,delta\n"}
    assert "only what has changed" in warned(files)


def test_a_folder_in_the_zip_a_mac_and_capitals_do_no_harm() -> None:
    capitals = {name.title(): data for name, data in V11.items()}
    data = io.BytesIO(zipped(capitals, "OneRoster export/"))
    with zipfile.ZipFile(data, "a") as more:
        more.writestr("__MACOSX/OneRoster export/._users.csv", b"\0\5\x16\7")
    assert rows(data.getvalue()) == rows(V11)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_and_encodings_are_found_out(encoding: str) -> None:
    users = str(V11["users.csv"]).replace("Ngozi", "Zoë")
    assert rows(V11 | {"users.csv": users.encode(encoding)})[0]["carer_forename"] == "Zoë"


def test_windows_text_is_read_and_said() -> None:
    files = V11 | {"users.csv": str(V11["users.csv"]).replace("Ngozi", "Zoë").encode("cp1252")}
    assert rows(files)[0]["carer_forename"] == "Zoë"
    assert "users.csv: Line 3 is not UTF-8" in warned(files)


def test_a_row_that_cannot_be_read_is_refused_with_its_file_and_line() -> None:
    found = sheet(with_users(ADA_11, "c1,parent\n", CARERS_11, CARERS_11))
    list(found.rows)
    problems = [row.problem for row in found.refused]
    assert [problem.row for problem in problems] == [6, 7, 3]
    assert all(problem.column.startswith("users.csv ") for problem in problems)
    assert "Row 4 has this sourcedId as well" in problems[0].problem


def test_a_trust_of_many_people_needs_no_more_memory_than_a_school() -> None:
    def most(pupils: int) -> int:
        users = (
            f'p{number},,,true,o1,student,a,,Ada,Okafor,,,,,,"c{number},d{number}",07,,\n'
            f"c{number},,,true,o1,parent,n,,Ngozi,Okafor,,,n{number}@example.org,,,,,,\n"
            f"d{number},,,true,o1,parent,n,,Chidi,Okafor,,,c{number}@example.org,,,,,,\n"
            for number in range(pupils)
        )
        data = zipped({"users.csv": USERS_11 + "".join(users)})
        tracemalloc.start()
        count = sum(1 for _ in sheet(data).rows)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == 2 * pupils
        return peak

    most(2)  # whatever is made once, is made now
    assert most(2_000) < most(200) + 1_000_000


def test_a_folder_that_was_unpacked_is_as_good_as_the_zip(
    run: Run, given: Given, tmp_path: Path
) -> None:
    folder = tmp_path / "OneRoster export"
    folder.mkdir()
    for name, data in V12.items():
        (folder / name).write_text(str(data), encoding="utf-8")
    (folder / "read me.txt").write_text("not for us", encoding="utf-8")
    answer = run.ok("import", "families", str(folder))
    assert answer.err.startswith("Read as OneRoster 1.2")
    assert given.value("SELECT COUNT(*) FROM carer") == 2
    (tmp_path / "roster.zip").write_bytes(zipped(V12))
    again = run.ok("import", "families", str(tmp_path / "roster.zip"), "--format", "json").json
    assert (again["new"], again["changed"]) == (0, 0)


@pytest.mark.parametrize("typed", ["roster/", "roster/more/.."])
def test_refused_rows_of_a_folder_stand_beside_it_and_never_in_it(
    typed: str, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "roster"
    (folder / "more").mkdir(parents=True)
    for name, data in SDS.items():
        (folder / name).write_text(str(data).replace("07700 900101", "12"), encoding="utf-8")
    answer = run.ok("import", "families", f"{tmp_path}/{typed}", "--skip-bad")
    assert {path.name for path in folder.iterdir()} == {*SDS, "more"}
    assert (tmp_path / "roster.refused.csv").exists()
    assert "roster.refused.csv, with what is wrong." in answer.err


def test_a_folder_of_something_else_says_what_to_do(run: Run, tmp_path: Path) -> None:
    answer = run("import", "families", str(tmp_path))
    assert answer.code == 5
    assert "Please name the file itself." in answer.err


# -- zips that are refused -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"users.csv": ""}, "does not say who is a pupil"),
        ({"users.csv": "sourcedId,givenName\np1,Ada\n"}, 'no column "role" in users.csv'),
        ({"users.csv": "role,givenName\nstudent,Ada\n"}, 'no column "sourcedId" in users.csv'),
        ({"users.csv": "a,b\n1,2\n"}, "No row with headings (such as sourcedId)"),
        ({"users.csv": USERS_11 + TEACHER_11}, "has the role student"),
        ({"users.csv": USERS_11 + 'p1,"never closed\n'}, "users.csv in roster.zip, row 2"),
        ({"users.csv": b"PK\3\4 a zip in a zip"}, "users.csv in roster.zip is an Excel workbook"),
        ({"../users.csv": "x"}, "points out of the zip"),
        ({"/etc/users.csv": "x"}, "points out of the zip"),
        ({"..\\x.csv": "x"}, "points out of the zip"),
        ({"C:x.csv": "x"}, "points out of the zip"),
        ({"other/users.csv": "x"}, "users.csv in 2 folders"),
        ({"USERS.csv": "x"}, "two files named users.csv"),
        ({f"{number}.csv": "" for number in range(501)}, "holds 506 files"),
    ],
)
def test_a_zip_that_cannot_be_used_is_refused_with_a_sentence(change: Files, said: str) -> None:
    assert said in broken(V11 | change)


def test_a_zip_without_users_says_what_is_in_it() -> None:
    assert "no users.csv in roster.zip" in broken({"students.csv": "x"})
    assert "students.csv" in broken({"students.csv": "x"})
    assert "there is: nothing." in broken(zipped({}))


def test_a_file_without_a_name_in_the_zip_is_no_crash() -> None:
    nameless = zipped(V11 | {"qqq.csv": "x"}).replace(b"qqq.csv", b"\0qq.csv")
    assert rows(nameless) == rows(V11)


def test_what_is_no_zip_is_refused() -> None:
    assert "is not a zip file" in broken(b"sourcedId,role\n")
    assert "is not a zip file" in broken(zipped(V11)[:-30])
    assert "is not a zip file" in broken(b"")


def test_a_bomb_is_refused_before_memory_grows() -> None:
    bomb = zipped({"users.csv": b"0" * 20_000_000})
    tracemalloc.start()
    assert "would grow to more than 100 times its size" in broken(bomb)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_many_files_that_grow_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_files, "LARGEST_UNPACKED", 500)
    assert "when unpacked" in broken(V11)


def test_a_zip_that_is_too_large_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_files, "LARGEST_ZIP", 1_000)
    assert "is larger than" in broken(b"x" * 1_000_000)


def test_a_zip_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(zipped({"users.csv": USERS_11 + ADA_11 * 3000}))
    place = data.index(b"PK\1\2") + 24  # the unpacked size in the list of files
    assert struct.unpack_from("<I", data, place)[0] > 100_000
    struct.pack_into("<I", data, place, 90_000)
    assert "users.csv in roster.zip is damaged" in broken(bytes(data))


def test_a_broken_byte_is_noticed() -> None:
    data = bytearray(zipped({"users.csv": USERS_11 + ADA_11 * 50}))
    data[200] ^= 0xFF
    assert "users.csv in roster.zip is damaged" in broken(bytes(data))


def test_a_locked_zip_and_one_packed_in_a_rare_way_are_said_to_be() -> None:
    data = bytearray(zipped(V11))
    data[data.index(b"PK\1\2") + 8] |= 1
    assert "locked with a password" in broken(bytes(data))
    rare = io.BytesIO()
    with zipfile.ZipFile(rare, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("users.csv", USERS_11)
    assert "packed in a way that is not read here" in broken(rare.getvalue())


def test_a_zip_damaged_anywhere_is_read_or_refused_and_never_a_crash() -> None:
    whole = zipped(V12)
    lost = 0
    for place in range(0, len(whole), 3):
        data = bytearray(whole)
        data[place] ^= 0xA5
        try:
            list(sheet(bytes(data)).rows)
        except RowsRefused:
            lost += 1
    assert lost > len(whole) // 6


def test_an_export_of_changes_bars_nobody_whom_it_only_points_to(
    run: Run, given: Given, tmp_path: Path
) -> None:
    """Their rows have not changed, so they are not in it; who is no longer pointed to is gone."""

    def sent(users: str, kind: str = "delta") -> str:
        manifest = f"propertyName,value\nfile.users,{kind}\n"
        path = tmp_path / "roster.zip"
        path.write_bytes(zipped({"manifest.csv": manifest, "users.csv": USERS_11 + users}))
        return run.ok("import", "families", str(path), "--yes").err

    ben = "p2,,,true,o1,student,ben,,Ben,Fox,,,,,,c3,07,,\n"
    sue = "c3,,,true,o1,parent,s,,Sue,Fox,,,,07700 900103,,,,,\n"
    sent(ADA_11 + CARERS_11 + ben + sue, "bulk")
    moved = CARERS_11.splitlines()[0].replace("900101", "900109") + "\n"
    assert "DO NOT" not in sent(ADA_11 + moved + ben.replace(",07,", ",08,"))
    assert given.value("SELECT COUNT(*) FROM carer WHERE contact_rule <> 'allow'") == 0
    assert given.value("SELECT COUNT(*) FROM pupil_carer") == 3
    gone = CARERS_11.splitlines()[1].replace("c2,,", "c2,tobedeleted,") + "\n"
    assert "DO NOT CONTACT Grace Eze" in sent(ADA_11 + moved + gone)
    assert "DO NOT CONTACT Ngozi Okafor" in sent(ADA_11.replace('"c1,c2"', "c3") + sue)


# -- columns of a school's own system ----------------------------------------------------------


def of_system(column: str, ngozi: str = "", grace: str = "", ada: str = "") -> bytes:
    """The 1.1 zip, with something in a column that the school's system has added."""
    users = [USERS_11.replace("metadata.x", column), ADA_11.replace("blue", ada)]
    for line, cell in zip(CARERS_11.splitlines(), (ngozi, grace), strict=True):
        users.append(f"{line.rstrip(',')}{',' * (18 - line.rstrip(',').count(','))}{cell}\n")
    return zipped(V11 | {"users.csv": "".join(users)})


def test_a_column_of_the_systems_own_that_may_bar_somebody_stops_the_file(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "r.zip").write_bytes(of_system("metadata.courtOrder", grace="yes"))
    answer = run("import", "families", str(tmp_path / "r.zip"))
    assert answer.code == 4
    assert '--map "carer metadata.courtOrder=court order"' in answer.err


def test_with_a_map_it_blocks_the_carer_in_whose_row_it_stands(
    run: Run, given: Given, tmp_path: Path
) -> None:
    (tmp_path / "r.zip").write_bytes(of_system("metadata.courtOrder", grace="yes", ada="no"))
    maps = ("carer metadata.courtOrder=court order", "pupil metadata.courtOrder=")
    run.ok("import", "families", str(tmp_path / "r.zip"), "--map", maps[0], "--map", maps[1])
    blocked = "SELECT group_concat(name) FROM carer WHERE contact_rule = 'never'"
    assert given.value(blocked) == "Grace Eze"
    assert given.value("SELECT count(*) FROM carer") == 2


def test_words_that_forbid_contact_in_such_a_column_refuse_the_row(
    run: Run, given: Given, tmp_path: Path
) -> None:
    (tmp_path / "r.zip").write_bytes(of_system("metadata.note", ngozi="new", grace="do not call"))
    run.ok("import", "families", str(tmp_path / "r.zip"), "--skip-bad")
    assert given.value("SELECT group_concat(name) FROM carer") == "Ngozi Okafor"


def test_others_are_named_as_columns_that_are_not_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.zip").write_bytes(of_system("metadata.house", ada="blue"))
    answer = run.ok("import", "families", str(tmp_path / "r.zip"))
    assert 'Not read: "pupil metadata.house"' in answer.err
