#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>

#include "sim/results/report_parts.h"

namespace twin {
namespace {

struct JobColumn {
    TableColumn column;
    std::function<std::string(const ListedJob&)> cell;
    bool shown = true;
};

std::string share_text(double share) {
    return fmt::format("{:.3g} %", 100 * share);
}

// Work is counted in whole steps: one that is not done is none.
std::string counted_text(double count) {
    return grouped(std::floor(count + 1e-6));
}

// Of its run time: less is no figure that matters, or rounding.
constexpr double least_told = 1e-6;

double slowed_s(const ListedJob& job) {
    return job.slowed_s + job.placement_s + job.storage_s + job.lost_links_s + job.sharing_s;
}

// Of the time that it would have run otherwise.
std::string slower_text(const ListedJob& job, double by_s) {
    const double otherwise = job.run_s.value_or(0) - slowed_s(job);
    return otherwise > 0 ? share_text(by_s / otherwise) : "-";
}

std::optional<double> tokens_of(const ListedJob& job) {
    return job.tokens ? std::optional(job.kept * *job.tokens) : std::nullopt;
}

std::string joules_per_token(const ListedJob& job) {
    const double tokens = tokens_of(job).value_or(0);
    return tokens > 0 && job.node_kwh ? fmt::format("{:.3g}", *job.node_kwh * 3.6e6 / tokens) : "-";
}

// How it ended, where that was not well, and what made it longer.
std::string note_on(const ListedJob& job) {
    std::vector<std::string> said;
    const bool ended = job.state == "completed";
    if (job.state == "running" || job.state == "waiting")
        said.push_back("still " + job.state + " at the end of the run");
    else if (!ended)
        said.push_back(job.state);
    if (!ended && !job.unit.empty() && job.run_s)
        said.push_back(fmt::format(
            "{} of {} {} done{}", counted_text(job.done), counted_text(job.planned), job.unit,
            job.kept == 0 && job.done > 0 ? ", none kept"
            : job.kept < job.done         ? fmt::format(", {} kept", counted_text(job.kept))
                                          : ""));
    if (job.interruptions > 0)
        said.push_back(fmt::format("{} of work lost in {} attempts", figure_text(job.lost_s, "s"),
                                   job.attempts));
    else if (job.lost_s > 0)
        said.push_back(fmt::format("{} of work cut off", figure_text(job.lost_s, "s")));
    const std::pair<double, const char*> reasons[] = {{job.slowed_s, "slower clocks"},
                                                      {job.placement_s, "its placement"},
                                                      {job.storage_s, "the storage's bandwidth"},
                                                      {job.lost_links_s, "lost links"},
                                                      {job.sharing_s, "sharing"}};
    std::vector<std::string> slower;
    for (const auto& [by_s, reason] : reasons)
        if (std::abs(by_s) > least_told * job.run_s.value_or(0))
            slower.push_back(fmt::format("{}{} by {}", slower_text(job, by_s),
                                         slower.empty() ? " slower" : "", reason));
    if (!slower.empty())
        said.push_back(fmt::format("{}", fmt::join(slower, ", ")));
    return fmt::format("{}", fmt::join(said, "; "));
}

ReportTable table_of(const std::vector<ListedJob>& jobs, const std::vector<JobColumn>& columns) {
    ReportTable table;
    for (const JobColumn& column : columns)
        if (column.shown)
            table.columns.push_back(column.column);
    for (const ListedJob& job : jobs) {
        TableRow row;
        for (const JobColumn& column : columns)
            if (column.shown)
                row.cells.push_back(column.cell(job));
        table.rows.push_back(std::move(row));
    }
    // Names get what a line of a text has left.
    constexpr std::size_t line = 98, least = 16;
    std::size_t others = 0, longest = least;
    for (std::size_t i = 1; i < table.columns.size(); ++i)
        others += table.columns[i].width;
    for (const ListedJob& job : jobs)
        longest = std::max(longest, job.name.size() + 1);
    table.columns.front().width = std::min(longest, std::max(line - others, least));
    return table;
}

}  // namespace

ReportSection listed_jobs_section(const ReportContent& content) {
    ReportSection section;
    section.id = "listed-jobs";
    section.heading = "Jobs of the scenario";
    const std::vector<ListedJob>& jobs = content.listed_jobs;
    if (jobs.empty())
        return section;
    const auto name = [](const ListedJob& job) { return job.name; };
    ReportTable times = table_of(
        jobs,
        {{{"name"}, name},
         {{"nodes", 7, true}, [](auto& job) { return grouped(job.nodes); }},
         {{"GPUs", 8, true}, [](auto& job) { return grouped(job.gpus); }, content.run.gpus > 0},
         {{"wait", 12, true}, [](auto& job) { return figure_text(job.wait_s, "s"); }},
         {{"run time", 12, true}, [](auto& job) { return figure_text(job.run_s, "s"); }},
         {{"work kept", 11, true},
          [](auto& job) {
              return job.run_s.value_or(0) > 0 ? share_text(job.kept_s / *job.run_s) : "-";
          }},
         {{"interrupted", 13, true},
          [](auto& job) { return grouped(static_cast<double>(job.interruptions)); }},
         {{"slower by", 12, true}, [](auto& job) { return slower_text(job, slowed_s(job)); }}});
    for (std::size_t i = 0; i < jobs.size(); ++i)
        times.rows[i].note = note_on(jobs[i]);
    times.note_indent = 4;

    const auto any = [&](auto knows) { return std::any_of(jobs.begin(), jobs.end(), knows); };
    const bool counts = any([](auto& job) { return !job.unit.empty(); });
    const bool tokens = any([](auto& job) { return job.tokens.has_value(); });
    const bool power = any([](auto& job) { return job.node_kwh.has_value(); });
    const bool site = any([](auto& job) { return job.grid_kwh.has_value(); });
    const bool cost = any([](auto& job) { return job.cost_eur.has_value(); });
    const bool carbon = any([](auto& job) { return job.carbon_kg.has_value(); });
    section.blocks.emplace_back(std::move(times));
    if (counts || power)
        section.blocks.emplace_back(table_of(
            jobs,
            {{{"name"}, name},
             {{"done", 17, true},
              [](auto& job) {
                  return job.unit.empty() ? "-" : counted_text(job.kept) + " " + job.unit;
              },
              counts},
             {{"tokens", 12, true},
              [](auto& job) { return figure_text(tokens_of(job), "token"); },
              tokens},
             {{"node energy", 12, true},
              [](auto& job) { return figure_text(job.node_kwh, "kWh"); },
              power},
             {{"J/token", 8, true}, joules_per_token, tokens && power},
             {{"site energy", 12, true},
              [](auto& job) { return figure_text(job.grid_kwh, "kWh"); },
              site},
             {{"EUR", 9, true}, [](auto& job) { return figure_text(job.cost_eur, ""); }, cost},
             {{"CO2", 10, true},
              [](auto& job) { return figure_text(job.carbon_kg, "kg"); },
              carbon}}));
    std::string text =
        "Times and energies are of all attempts. Work kept: share of the run time, without what "
        "was\n"
        "lost, restarts and the writing of checkpoints.";
    if (site)
        text += fmt::format(
            "\nSite energy{}{}: its share of all that the site drew, with idle nodes, cooling and "
            "losses.",
            cost ? ", EUR" : "", carbon ? ", CO2" : "");
    section.blocks.emplace_back(Paragraph{std::move(text)});
    return section;
}

}  // namespace twin
