// The report as a page: well-formed, safe, alone, the same again.
#include "sim/results/report_html.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <regex>
#include <sstream>

#include "sim/results/report_content.h"
#include "sim/results/report_pictures.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string html_of(const Report& report) {
    std::ostringstream out;
    write_html(report, out);
    return out.str();
}

std::string page_of(const std::filesystem::path& file) {
    return html_of(illustrated_report(ResultStore(file)));
}

std::string page_of(const std::filesystem::path& a, const std::filesystem::path& b) {
    return html_of(illustrated_report(ResultStore(a), ResultStore(b)));
}

// The first place where XML is not well-formed; empty: none.
std::string fault_in(const std::string& xml) {
    static const std::regex tag(
        R"re(<!DOCTYPE html>|<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s+[a-zA-Z:-]+="[^"<]*")*\s*(/?)>)re");
    static const std::regex reference("&(?!(amp|lt|gt|quot|#39);)");
    std::vector<std::string> open;
    auto from = xml.cbegin();
    std::smatch match;
    while (from != xml.cend()) {
        const auto end = std::find(from, xml.cend(), *from == '<' ? '>' : '<');
        if (std::regex_search(from, end, reference))
            return "a bare &: " + std::string(from, end);
        if (*from != '<') {
            from = end;
            continue;
        }
        if (end == xml.cend() || !std::regex_match(from, end + 1, match, tag))
            return "no tag: " + std::string(from, end);
        if (match[1].length() > 0) {
            if (open.empty() || open.back() != match[2])
                return "closes what is not open: " + match.str();
            open.pop_back();
        } else if (match[2].matched && match[3].length() == 0) {
            open.push_back(match[2]);
        }
        from = end + 1;
    }
    return open.empty() ? "" : "open at the end: " + open.back();
}

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

std::vector<std::string> headings_of(const std::string& page) {
    static const std::regex heading("<h2>([^<]*)</h2>");
    std::vector<std::string> found;
    for (std::sregex_iterator it(page.begin(), page.end(), heading), end; it != end; ++it)
        found.push_back((*it)[1]);
    return found;
}

TEST(ReportHtml, KnowsAFaultWhenItSeesOne) {
    EXPECT_EQ(fault_in("<a b=\"c\"><d /></a>"), "");
    for (const auto* const wrong : {"<a>", "<a></b>", "<a b=c></a>", "a & b", "<a b=\"<\"></a>"})
        EXPECT_NE(fault_in(wrong), "") << wrong;
}

TEST(ReportHtml, HoldsTheSectionsOfTheText) {
    const TemporaryFile file("page.sqlite");
    write_energy_run(file);
    const std::string page = page_of(file);
    EXPECT_EQ(fault_in(page), "");
    EXPECT_THAT(headings_of(page),
                ElementsAre("Limits", "Run", "Arrivals", "Jobs", "Jobs of the scenario", "Waits",
                            "Power", "Chain", "Cooling", "Heat reuse", "Energy and money",
                            "Carbon (CO2 equivalent, by method)", "Compliance", "Violations: 1",
                            "Events", "KPIs and how they are computed", "Provenance",
                            "Settings, as they ran", "The scenario&#39;s own file"));
    EXPECT_THAT(page, HasSubstr("<html lang=\"en\""));
    EXPECT_THAT(page, HasSubstr("<h1>Seven jobs</h1>"));
    EXPECT_THAT(page, HasSubstr("<tr><th scope=\"row\">IT power</th><td class=\"number\">8 kW</td>"
                                "<td class=\"number\">5 kW</td><td class=\"number\">3 kW (38 %)"
                                "</td>"));
    EXPECT_THAT(page, HasSubstr("<th scope=\"col\" class=\"number\">used at P99</th>"));
    EXPECT_THAT(page, HasSubstr("<td class=\"bad\">missed</td>"));
    EXPECT_THAT(page, HasSubstr("<span class=\"note\">Utilisation</span><span class=\"figure\">"
                                "50 %</span>"));
    EXPECT_THAT(page, Not(HasSubstr("class=\"warning\"")));
    EXPECT_EQ(count_of(page, "<svg "), 6u);  // nodes, queue, power, chain, cooling, bill
    EXPECT_EQ(count_of(page, "role=\"img\""), 6u);
    EXPECT_EQ(count_of(page, "<desc "), 6u);
    // What is drawn is told: 2 to 5 kW IT of the four hours, and the first hour's 1 kW.
    EXPECT_THAT(page, HasSubstr("IT: 1 to 5 kW. limit of IT power 8 kW: 8 kW."));
    EXPECT_THAT(page, HasSubstr(" levies: 0.225 EUR. electricity tax: 0.225 EUR."));
}

TEST(ReportHtml, SaysWhatItIsMadeFrom) {
    const TemporaryFile file("provenance.sqlite");
    write_tiny_run(file);
    const std::string page = page_of(file);
    const RunInfo info = tiny_info();
    EXPECT_THAT(page, HasSubstr("<td>" + info.inputs[0].sha256 + "</td>"));
    EXPECT_THAT(page, HasSubstr("<th scope=\"row\">seed</th><td colspan=\"2\">7"));
    EXPECT_THAT(page, HasSubstr(">schema version</th><td>5</td>"));
    EXPECT_THAT(page, HasSubstr(">program version</th><td colspan=\"2\">" + info.program_version));
}

TEST(ReportHtml, LoadsAndRunsNothing) {
    const TemporaryFile file("alone.sqlite");
    write_energy_run(file);
    const std::string page = page_of(file, file);
    EXPECT_EQ(fault_in(page), "");
    for (const auto* const loads :
         {"src=", "<script", "<link", "@import", "url(", "<iframe", "href=\"http", "onload"})
        EXPECT_THAT(page, Not(HasSubstr(loads)));
    EXPECT_THAT(page, HasSubstr("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
}

TEST(ReportHtml, TakesTextsOfScenariosAsTexts) {
    const TemporaryFile file("script.sqlite");
    const Site site = tiny_site();
    RunInfo info = tiny_info();
    info.title = "<script>alert(\"1\")</script> & 'more'";
    info.description = "A\xff byte, a bell \x07 and \xe2\x82\xac";
    info.scenario_text = "title = \"<img src=x onerror=alert(1)>\"\n";
    info.settings[0].value = "</td><b>";
    {
        Recorder recorder(file, info, site);
        record_tiny_run(recorder);
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    const std::string page = page_of(file);
    EXPECT_EQ(fault_in(page), "");
    EXPECT_THAT(page, HasSubstr("<h1>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; "
                                "&#39;more&#39;</h1>"));
    EXPECT_THAT(page, HasSubstr("<p>A\xef\xbf\xbd byte, a bell \xef\xbf\xbd and \xe2\x82\xac</p>"));
    EXPECT_THAT(page, HasSubstr("<pre>title = &quot;&lt;img src=x onerror=alert(1)&gt;&quot;\n"));
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("<b>")));
}

TEST(ReportHtml, EscapesWhatUtf8OrXmlDoNotAllow) {
    const std::string sign = "\xef\xbf\xbd";
    EXPECT_EQ(escaped("\xc0\xaf"), sign + sign);                 // too long a form of '/'
    EXPECT_EQ(escaped("\xed\xa0\x80"), sign + sign + sign);      // half of a pair
    EXPECT_EQ(escaped("\xef\xbf\xbf"), sign + sign + sign);      // no character
    EXPECT_EQ(escaped("\xf0\x9f\x9a\x80"), "\xf0\x9f\x9a\x80");  // four bytes
    EXPECT_EQ(escaped("\xe2\x82"), sign + sign);                 // cut off
    EXPECT_EQ(escaped("\t\n<&>'\""), "\t\n&lt;&amp;&gt;&#39;&quot;");
}

TEST(ReportHtml, IsTheSameAgain) {
    const TemporaryFile file("again.sqlite");
    write_energy_run(file);
    EXPECT_EQ(page_of(file), page_of(file));
    EXPECT_EQ(page_of(file, file), page_of(file, file));
}

TEST(ReportHtml, ComparesInWordsAndDashes) {
    const TemporaryFile a("page-a.sqlite"), b("page-b.sqlite");
    write_energy_run(a);
    {
        const Site site = tiny_site();
        Recorder recorder(b, tiny_info(), site);
        record_tiny_run(recorder);
        record_tiny_plant(recorder);
        record_tiny_energy(recorder);
        Recorder::Totals totals = tiny_totals();
        totals.busy_node_seconds = 30 * 3600;  // 62.5 % of 48 node-hours
        recorder.finish(RunStatus::interrupted, totals);
    }
    const std::string page = page_of(a, b);
    EXPECT_EQ(fault_in(page), "");
    EXPECT_THAT(headings_of(page),
                ElementsAre("Pictures: A solid, B dashed", "Limits", "KPI", "Settings that differ",
                            "Provenance of A", "Provenance of B"));
    EXPECT_THAT(page, HasSubstr("<p class=\"warning\">B: INTERRUPTED: the figures cover what was "
                                "simulated, to 2024-04-07 05:00 UTC.</p>"));
    EXPECT_THAT(page, HasSubstr("<span class=\"figure\">A 50 %</span><span class=\"figure\">B "
                                "62.5 %</span><span>B - A: +12.5 pp, +25.00 %</span>"
                                "<span class=\"good\">B is better</span>"));
    EXPECT_THAT(page, HasSubstr("<td class=\"good\">better</td>"));
    EXPECT_THAT(page, HasSubstr(">A: site</text>"));
    EXPECT_THAT(page, HasSubstr(">B: site</text>"));
    EXPECT_THAT(page, HasSubstr(">A, B: limit of IT power 8 kW</text>"));
    EXPECT_THAT(page, HasSubstr("stroke-dasharray=\"5 3\""));
    EXPECT_THAT(page, HasSubstr("none: the runs were given the same settings"));
}

// Of a run whose power ends at its racks, and one whose power comes from the grid.
TEST(ReportHtml, ComparesWhatOnlyOneOfThemHolds) {
    const TemporaryFile a("short.sqlite"), b("long.sqlite");
    write_tiny_run(a);
    write_energy_run(b);
    for (const bool turned : {false, true}) {
        const std::string page = turned ? page_of(b, a) : page_of(a, b);
        EXPECT_EQ(fault_in(page), "");
        EXPECT_THAT(page, HasSubstr(turned ? ">A: grid</text>" : ">B: grid</text>"));
        EXPECT_THAT(page, Not(HasSubstr(turned ? ">B: grid</text>" : ">A: grid</text>")));
        EXPECT_THAT(headings_of(page),
                    testing::Contains(turned ? "What B does not hold" : "What A does not hold"));
    }
}

// An axis from 0 to 2 has ticks between whole numbers, the first of which is 0.0 and not -0.0.
TEST(SvgPicture, CountsFromZeroNotFromBelow) {
    TimePicture small{"Small", "MW", "from 0 to 2", {}, true, 3600, true, {}};
    small.curves.push_back(
        {"power", CurveStyle::main, false, {{0, 1800, 0, 2}, {1800, 3600, 1, 1}}});
    const std::string text = svg_of(small, "p").text;
    EXPECT_THAT(text, HasSubstr(">0.0</text>"));
    EXPECT_THAT(text, Not(HasSubstr(">-0")));
}

TEST(ReportHtml, SaysWhatARunDoesNotHold) {
    const TemporaryFile file("without.sqlite");
    const Site site = flat_site(10);
    { const Recorder recorder(file, tiny_info(), site); }
    const std::string page = page_of(file);
    EXPECT_EQ(fault_in(page), "");
    EXPECT_THAT(page, HasSubstr("<p class=\"warning\">FAILED: the run ended with an error"));
    EXPECT_THAT(page, HasSubstr("<h2>What this run does not hold</h2>"));
    EXPECT_THAT(page, HasSubstr("<p>The site is a flat pool of which no watts are known: there is "
                                "no power and no energy.</p>"));
    EXPECT_THAT(page, HasSubstr("<p>Cooling is not simulated: there are no temperatures, no heat "
                                "and no PUE.</p>"));
    EXPECT_THAT(page, HasSubstr("<p>No price is known: there is no bill.</p>"));
    EXPECT_THAT(page, Not(HasSubstr("<svg ")));
}

// As its file is while it is written, and after its process was killed.
TEST(ReportHtml, WarnsOfARunThatGoesOnOrHasDied) {
    const TemporaryFile file("growing.sqlite");
    write_tiny_run(file);
    const auto change = [&](const char* sql) {
        SQLite::Database(file.path().string(), SQLite::OPEN_READWRITE).exec(sql);
    };
    change("UPDATE run SET status = 'running', end_ns = NULL; DELETE FROM kpi_record");
    const std::string growing = page_of(file);
    EXPECT_EQ(fault_in(growing), "");
    EXPECT_THAT(growing, HasSubstr("<p class=\"warning\">RUNNING: the figures cover what is "
                                   "recorded so far, to 2024-04-07 05:00 UTC.</p>"));
    EXPECT_EQ(count_of(growing, "<svg "), 3u);  // nodes, queue, power
    change("UPDATE wall_clock SET process_start = 0");
    EXPECT_THAT(page_of(file), HasSubstr("<p class=\"warning\">DIED: the process of this run is "
                                         "gone; the figures cover what is recorded, to "
                                         "2024-04-07 05:00 UTC.</p>"));
}

// 20,000 intervals on 676 columns: 20000 / 676 = 29.6 intervals share a column. A peak of one
// interval is still there.
TEST(ReportHtml, DrawsNoMorePiecesThanCanBeSeen) {
    const TemporaryFile file("long.sqlite");
    const Site site = tiny_site();
    constexpr int intervals = 20000;
    {
        Recorder recorder(file, tiny_info(), site);
        for (int k = 0; k < intervals; ++k) {
            SiteSample sample;
            sample.it_power = (k == 12345 ? 9 : 1 + k % 3) * kilowatt;
            recorder.sample(k, sample, {{}, {}}, {{}, {}, {}});
        }
        Recorder::Totals totals = tiny_totals();
        totals.end = at_second(std::int64_t{3600} * intervals);
        recorder.finish(RunStatus::finished, totals);
    }
    const ResultStore store(file);
    const ReportContent content(store);
    bool found = false;
    for (const PlacedPicture& placed : report_pictures({store, content}, nullptr)) {
        if (placed.section != "power")
            continue;
        found = true;
        const auto& power = std::get<TimePicture>(placed.picture);
        ASSERT_EQ(power.curves.size(), 1u);
        const auto& pieces = power.curves[0].pieces;
        EXPECT_EQ(pieces.size(), std::size_t{plot_width});
        EXPECT_EQ(pieces.front().low, 1);
        EXPECT_EQ(pieces.front().high, 3);
        EXPECT_EQ(std::max_element(pieces.begin(), pieces.end(),
                                   [](const auto& a, const auto& b) { return a.high < b.high; })
                      ->high,
                  9);
        EXPECT_LT(svg_of(placed.picture, "p").text.size(), 40'000u);
    }
    EXPECT_TRUE(found);
}

TEST(ReportHtml, HasAPlainFormWithItsPicturesBeside) {
    const TemporaryFile file("plain.sqlite");
    write_energy_run(file);
    const PlainHtml plain = plain_html(illustrated_report(ResultStore(file)));
    EXPECT_EQ(fault_in(plain.text), "");
    ASSERT_EQ(plain.pictures.size(), 6u);
    EXPECT_THAT(plain.text, Not(HasSubstr("<svg")));
    EXPECT_EQ(count_of(plain.text, "<img src=\"picture:"), 6u);
    for (const SvgPicture& picture : plain.pictures)
        EXPECT_EQ(fault_in(picture.text), "");
}

}  // namespace
}  // namespace twin
