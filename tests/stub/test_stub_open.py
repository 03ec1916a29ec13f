"""Crossref, OpenAlex, DOAJ and the ISSN portal, asked over real HTTP."""

from __future__ import annotations

import json

from tests.stub.asking import get, post


def test_a_work_has_crossrefs_keys_and_limit_headers(base: str) -> None:
    answer = get(base, "/crossref/works/10.5555/JSD.2020.145")
    work = answer.json()["message"]
    assert work["title"] == ["Torque ripple in skewed stub motors"]
    assert work["container-title"] == ["Journal of Stub Drives"]
    assert (work["volume"], work["issue"], work["page"], work["ISSN"]) == ("8", "3", "145-156", ["9900-0062"])
    assert work["issued"]["date-parts"] == [[2020, 3, 17]]
    assert [(a["given"], a["family"]) for a in work["author"]] == [("Yan", "Sha"), ("John A.", "Smith")]
    assert work["type"] == "journal-article"
    assert (answer.headers["x-rate-limit-limit"], answer.headers["x-rate-limit-interval"]) == ("50", "1s")


def test_a_doi_of_another_agency_is_not_found_in_crossrefs_words(base: str) -> None:
    answer = get(base, "/crossref/works/10.5555/lbgl.2021.03.012")
    assert (answer.status_code, answer.text) == (404, "Resource not found.")


def test_a_reference_finds_its_work_first(base: str) -> None:
    words = "Sha Y, Smith J A. Torque ripple in skewed stub motors[J]. Journal of Stub Drives, 2020, 8(3): 145-156."
    found = get(base, "/crossref/works", params={"query.bibliographic": words, "rows": "5"}).json()["message"]
    assert found["items"][0]["DOI"] == "10.5555/jsd.2020.145"
    assert found["items"][0]["score"] > 50


def test_a_meeting_paper_is_a_proceedings_article_with_its_isbn(base: str) -> None:
    work = get(base, "/crossref/works/10.5555%2Flbmeet.2019.305").json()["message"]
    assert (work["type"], work["ISBN"]) == ("proceedings-article", ["9787599900011"])
    assert work["container-title"] == ["辽滨动力会议论文集"]


def test_a_retracted_work_is_updated_by_its_notice_and_the_notice_says_so(base: str) -> None:
    work = get(base, "/crossref/works/10.5555/jsd.2019.e301").json()["message"]
    (update,) = work["updated-by"]
    assert update["type"] == "retraction"
    assert "page" not in work
    assert work["article-number"] == "e301"
    notice = get(base, f"/crossref/works/{update['DOI']}").json()["message"]
    assert notice["update-to"][0]["DOI"] == "10.5555/jsd.2019.e301"
    assert "updated-by" not in get(base, "/crossref/works/10.5555/jsd.2020.145").json()["message"]


def test_openalex_tells_retraction_and_biblio(base: str) -> None:
    work = get(base, "/openalex/works/doi:10.5555/jsd.2019.e301").json()
    assert work["is_retracted"] is True
    listed = get(base, "/openalex/works", params={"filter": "title.search:Torque ripple in skewed stub motors"}).json()
    assert listed["meta"]["count"] == 1
    assert listed["results"][0]["biblio"] == {"volume": "8", "issue": "3", "first_page": "145", "last_page": "156"}
    assert get(base, "/openalex/works/doi:10.5555/none").status_code == 404


def test_doaj_finds_articles_and_journals(base: str) -> None:
    article = get(base, "/doaj/api/search/articles/doi:10.5555%2Fjsd.2020.145").json()
    assert article["results"][0]["bibjson"]["journal"]["issns"] == ["9900-0062"]
    assert get(base, "/doaj/api/search/journals/issn:9900-0062").json()["total"] == 1
    assert get(base, "/doaj/api/search/journals/issn:9900-0011").json()["total"] == 0


def test_the_issn_portal_gives_a_graph_or_says_invalid(base: str) -> None:
    graph = get(base, "/issn/resource/ISSN/9900-0003?format=json").json()["@graph"]
    assert graph[0]["mainTitle"] == "辽滨锅炉通讯"
    unknown = get(base, "/issn/resource/ISSN/9900-9999?format=json")
    assert unknown.status_code == 404
    assert "do not correspond to valid ISSNs" in unknown.json()["exception"]


def test_doi_org_names_the_agency_of_a_doi_or_says_that_there_is_none(base: str) -> None:
    rows = {doi: get(base, f"/crossref/doi/doiRA/{doi}").json()[0] for doi in ("10.5555/jsd.2020.145", "10.5555/lbgl.2021.03.012")}
    assert [row["RA"] for row in rows.values()] == ["Crossref", "ISTIC"]
    assert get(base, "/crossref/doi/doiRA/10.5555/none").json() == [{"DOI": "10.5555/none", "status": "DOI does not exist"}]


def test_nstl_gives_a_record_as_pairs_of_field_and_value(base: str) -> None:
    query = {"c": 10, "q": [{"k": "tit_s_q", "v": "Torque ripple in skewed stub motors", "a": 1, "o": "AND"}], "t": ["JournalPaper"]}
    path = "/nstl/api/service/nstl/web/execute?target=nstl4.search4&function=paper/pc/list/pl"
    told = post(base, path, data={"query": json.dumps(query), "pageSize": "10", "pageNumber": "1"}).json()
    assert (told["code"], told["total"]) == ("0", 1)
    record = {pair["f"]: pair["v"] for pair in told["data"][0]}
    assert (record["tit"], record["yea"], record["vol"], record["iss"]) == (["Torque ripple in skewed stub motors"], "2020", "8", "3")
    assert (record["stpa"], record["enpa"], record["hasSotit_s"]) == ("145", "156", ["Journal of Stub Drives"])
    assert [person[0]["v"] for person in record["hasAut"]] == [["Yan Sha"], ["John A. Smith"]]
    nothing = {**query, "q": [{"k": "doi", "v": "10.5555/none"}]}
    assert post(base, path, data={"query": json.dumps(nothing)}).json() == {"code": "0", "msg": "", "total": 0, "data": []}
    assert post(base, path, data={"query": "{"}).json()["code"] == "500"
