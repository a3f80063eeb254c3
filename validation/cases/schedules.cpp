// Job for job: the reference's hashes (traces/REFERENCE.md) and the schedules that pyss published.
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <stdexcept>
#include <unordered_map>

#include "sim/arrivals/line_reader.h"
#include "sim/results/schedule_hash.h"
#include "validation/cases/cases.h"
#include "validation/child_process.h"

namespace twin {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t nanoseconds = 1'000'000'000;

// The reference's names of policies, and the program's.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> policies = {{
    {"fcfs", "fcfs"},
    {"easy", "easy"},
    {"easy-perfect", "easy_perfect"},
    {"easy-seq", "easy_sequential"},
}};

std::string_view policy_of(std::string_view name) {
    for (const auto& [reference, ours] : policies)
        if (reference == name)
            return ours;
    throw std::runtime_error(fmt::format("no policy for the reference's '{}'", name));
}

struct PublishedSchedule {
    std::string_view trace;  // of the reference's table
    std::string_view file;
};
constexpr std::array<PublishedSchedule, 3> published = {{
    {"KTH-SP2-filtered", "traces/hpc/published-easy-pyss/KTH-SP2.easy_pyss.swf.gz"},
    {"SDSC-SP2-filtered", "traces/hpc/published-easy-pyss/SDSC-SP2.easy_pyss.swf.gz"},
    {"CEA-curie-filtered", "traces/hpc/published-easy-pyss/CEA-curie.easy_pyss.swf.gz"},
}};

std::vector<std::string_view> split(std::string_view line, char separator) {
    std::vector<std::string_view> fields;
    for (std::size_t start = 0; start <= line.size();) {
        const std::size_t end = std::min(line.find(separator, start), line.size());
        if (end > start || separator != ' ')
            fields.push_back(line.substr(start, end - start));
        start = end + 1;
    }
    return fields;
}

std::int64_t integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc())
        throw std::runtime_error(fmt::format("expected a whole number, got '{}'", text));
    return value;
}

struct Reference {
    std::string trace, file, policy, sha256;
    std::int64_t processors = 0, jobs = 0, sum_wait_s = 0;
};

std::vector<Reference> references(const fs::path& shared) {
    LineReader lines(shared / "traces/reference.csv");
    std::string_view line;
    lines.next(line);
    std::map<std::string, std::size_t, std::less<>> columns;
    for (const std::string_view name : split(line, ','))
        columns.emplace(name, columns.size());
    std::vector<Reference> rows;
    while (lines.next(line)) {
        const auto fields = split(line, ',');
        const auto field = [&](std::string_view name) {
            return std::string(fields.at(columns.find(name)->second));
        };
        rows.push_back({field("trace"), field("file"), field("policy"), field("schedule_sha256"),
                        integer(field("machine_procs")), integer(field("jobs")),
                        integer(field("sum_wait_s"))});
    }
    return rows;
}

// Starts and ends of one job, in seconds after the first submit.
struct Occupation {
    std::int64_t start_s = 0, end_s = 0;
    bool operator==(const Occupation&) const = default;
};

// Jobs with another start or end than in a schedule of the reference's (index, job, submit, start,
// end, size).
std::int64_t differing_jobs(const ResultStore& store, const fs::path& schedule) {
    std::unordered_map<std::int64_t, Occupation> ours;
    Rows jobs = store.query(
        "SELECT idx, start_ns - f, end_ns - f FROM job_record, "
        "(SELECT min(submit_ns) AS f FROM job_record)");
    while (jobs.next())
        ours[jobs.integer(0)] = {jobs.integer(1) / nanoseconds, jobs.integer(2) / nanoseconds};
    std::map<std::int64_t, Occupation> theirs;
    std::int64_t first_submit = INT64_MAX;
    LineReader lines(schedule);
    std::string_view line;
    lines.next(line);
    while (lines.next(line)) {
        const auto fields = split(line, ',');
        first_submit = std::min(first_submit, integer(fields.at(2)));
        theirs[integer(fields.at(0))] = {integer(fields.at(3)), integer(fields.at(4))};
    }
    std::int64_t differing = 0;
    for (const auto& [index, job] : theirs) {
        const auto found = ours.find(index);
        differing += found == ours.end() || found->second != Occupation{job.start_s - first_submit,
                                                                        job.end_s - first_submit};
    }
    return differing;
}

// Jobs whose wait is not field 3 of a schedule in the Standard Workload Format; by job number.
std::int64_t differing_waits(const ResultStore& store, const fs::path& schedule) {
    std::unordered_map<std::int64_t, std::int64_t> waits;
    Rows jobs = store.query("SELECT log_id, start_ns - submit_ns FROM job_record");
    while (jobs.next())
        waits[jobs.integer(0)] = jobs.integer(1) / nanoseconds;
    std::int64_t differing = 0, seen = 0;
    LineReader lines(schedule);
    std::string_view line;
    while (lines.next(line)) {
        const auto fields = split(line, ' ');
        if (fields.empty() || fields[0].starts_with(';'))
            continue;
        ++seen;
        const auto found = waits.find(integer(fields[0]));
        differing += found == waits.end() || found->second != integer(fields.at(2));
    }
    return differing + std::max<std::int64_t>(std::ssize(waits) - seen, 0);
}

Row row_of(std::string quantity, std::string source, std::optional<std::int64_t> differing,
           std::string note) {
    Row row{.quantity = std::move(quantity),
            .unit = "jobs that differ",
            .source = std::move(source),
            .measured = 0,
            .model = std::nullopt,
            .digits = 0,
            .error_in = ErrorIn::units,
            .limit = 0,
            .kind = Kind::equality,
            .note = std::move(note)};
    if (differing)
        row.model = static_cast<double>(*differing);
    return row;
}

class Comparison {
  public:
    explicit Comparison(const CaseSetting& setting) : setting_(setting) {}

    void add(const Reference& reference) {
        const fs::path file = setting_.scratch / "schedule.sqlite";
        const std::string policy(policy_of(reference.policy));
        run_child_well({setting_.twin, "schedule", setting_.shared / "traces" / reference.file,
                        "--policy", policy, "--processors", std::to_string(reference.processors),
                        "--out", file, "--force"});
        const ResultStore store(file);
        add_hash(reference, store);
        if (policy == "easy_sequential")
            add_published(reference, store);
    }
    std::vector<Row> take() { return std::move(rows_); }

  private:
    void add_hash(const Reference& reference, const ResultStore& store) {
        const ScheduleSummary ours = summarise_schedule(store);
        std::optional<std::int64_t> differing;
        const fs::path schedule = setting_.shared / "traces/schedules" /
                                  fmt::format("{}.{}.csv.gz", reference.trace, reference.policy);
        if (ours.sha256 == reference.sha256)
            differing = 0;
        else if (fs::exists(schedule))
            differing = differing_jobs(store, schedule);
        rows_.push_back(row_of(fmt::format("{}, {}", reference.trace, policy_of(reference.policy)),
                               "traces/reference.csv: a scheduler written from the definitions "
                               "of traces/REFERENCE.md alone",
                               differing,
                               fmt::format("{} jobs, mean wait {:.3f} s; SHA-256 {}... {}",
                                           ours.jobs, ours.mean_wait_s, ours.sha256.substr(0, 12),
                                           ours.sha256 == reference.sha256
                                               ? "equal"
                                               : "where the reference has " +
                                                     reference.sha256.substr(0, 12) + "...")));
    }

    void add_published(const Reference& reference, const ResultStore& store) {
        for (const PublishedSchedule& other : published) {
            const fs::path file = setting_.shared / other.file;
            if (other.trace != reference.trace || !fs::exists(file))
                continue;
            rows_.push_back(row_of(fmt::format("{}, waits of pyss", reference.trace),
                                   std::string(other.file) +
                                       ": published with SC15 (Gaussier et al.), "
                                       "github.com/algo74/predictsim",
                                   differing_waits(store, file),
                                   fmt::format("easy_sequential, {} jobs", reference.jobs)));
        }
    }

    const CaseSetting& setting_;
    std::vector<Row> rows_;
};

std::vector<Row> compare(const CaseSetting& setting, bool large) {
    Comparison comparison(setting);
    for (const Reference& reference : references(setting.shared))
        if ((reference.jobs > 200'000) == large)
            comparison.add(reference);
    return comparison.take();
}

}  // namespace

std::vector<Row> schedules_small(const CaseSetting& setting) {
    return compare(setting, false);
}

std::vector<Row> schedules_large(const CaseSetting& setting) {
    return compare(setting, true);
}

}  // namespace twin
