// Reads the file of one run, also while it is written. Knows nothing of the engine.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/results/kpis.h"
#include "sim/results/recorder.h"

namespace twin {

struct RunSummary {
    RunStatus status{};
    std::string title, description, scenario_path, scenario_text, program_version;
    std::uint64_t seed = 0;
    std::string site_id, site_name, node_name_pattern;
    NodeCount nodes = 0;
    int gpus = 0;
    bool has_power = false;
    CalendarTime start{};
    SimDuration warm_up{};
    std::optional<SimDuration> horizon;
    SimDuration interval{};
    SimTime end{};  // where the simulation stopped; of a run without an end: what is recorded
    CalendarTime at(SimTime time) const { return start + time.time_since_epoch(); }
    // Has no proper end: jobs that still run are not in the file.
    bool is_growing() const { return status == RunStatus::running || status == RunStatus::died; }
};

struct Kpi {  // as the file tells it: an older file keeps its own definitions
    std::string topic, name, title, unit, formula;
    Better better{};
    std::optional<double> value;
};

struct SizeWaits {  // of the jobs submitted in the KPI window; none where there is no such job
    std::string size_class;  // "17-128", "all"
    std::int64_t started = 0;
    std::optional<double> mean_s, p50_s, p95_s, max_s;
};

struct ChainRow {  // see loss_chain in schema.sql
    std::string stage, item, kind;
    double energy_kwh = 0;
    std::optional<double> percent;  // of what the site draws
};

struct ReadingRange {  // of the cooling, in the KPI window
    std::string reading, unit;
    double lowest = 0, mean = 0, highest = 0;
};

struct BillLine {  // the last one is the total, with the average price
    std::string item, unit, note;
    std::optional<double> quantity, price_eur;
    double amount_eur = 0;
};

// Of interruptions of jobs in the KPI window.
struct InterruptionCause {
    std::string cause;  // "lose", "trip", or that of a random failure
    std::int64_t interruptions = 0;
    double node_hours_lost = 0;      // of work that is to be done again
    double without_checkpoints = 0;  // of that: of jobs that write none
};

// A [[job]] of the scenario, over all its attempts, to its end or that of the run: the views job
// and job_energy and the tables job_progress and job_network. Absent: not known, or not yet.
struct ListedJob {
    JobIndex index = 0;
    std::string name, state;  // "completed", "killed at limit"
    NodeCount nodes = 0;
    double gpus = 0;  // of its nodes, by the site's mean
    std::optional<double> wait_s, run_s;
    double lost_s = 0, kept_s = 0;  // of run_s
    std::int64_t attempts = 0, interruptions = 0;
    std::optional<double> node_kwh, grid_kwh, cost_eur, carbon_kg;  // life-cycle
    double slowed_s = 0, placement_s = 0, storage_s = 0, lost_links_s = 0, sharing_s = 0;
    std::string unit;  // "steps"; empty: not known what it computes
    double planned = 0, done = 0, kept = 0;
    std::optional<double> tokens;  // in each
};

struct Compliance {
    std::string law, kpi, title, unit;
    std::string relation;  // "<=", ">="
    double threshold = 0;
    std::optional<double> value;
    std::string verdict;  // "met", "missed", "not known"
    std::string from_date, note;
    bool estimate = false;  // the KPI window is shorter than the year that the law asks about
};

// One value of a row; text lives until the next row.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string_view>;

// The rows of a query, one at a time: memory does not grow with them.
class Rows {
  public:
    ~Rows();
    Rows(Rows&&) noexcept;
    Rows& operator=(Rows&&) noexcept;

    int columns() const;
    std::string name(int column) const;
    bool next();  // goes to the first row, then on; false: no more
    Cell cell(int column) const;
    bool is_null(int column) const;
    std::int64_t integer(int column) const;   // 0 for NULL
    double real(int column) const;            // 0 for NULL
    std::string_view text(int column) const;  // "" for NULL

  private:
    friend class ResultStore;
    struct Impl;
    explicit Rows(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// Used by one thread at a time. Everything throws std::runtime_error with the path and the reason
// where the file cannot be read.
class ResultStore {
  public:
    // Refuses what is not the file of a run, or has another schema version.
    explicit ResultStore(const std::filesystem::path& file);
    ~ResultStore();
    ResultStore(ResultStore&&) noexcept;
    ResultStore& operator=(ResultStore&&) noexcept;

    // Whether a run still writes this file, of whatever schema version it is. Refuses what is not
    // the file of a run.
    static bool is_written(const std::filesystem::path& file);

    const std::filesystem::path& file() const;
    RunSummary run() const;
    // Of a run that has not ended properly: from what is recorded so far.
    std::vector<Kpi> kpis() const;
    std::vector<SizeWaits> waits() const;
    std::vector<LimitRecord> limits() const;
    // Empty where the run does not simulate it; the bill also before the run has ended.
    std::vector<ChainRow> chain() const;
    std::vector<ReadingRange> cooling() const;
    std::vector<BillLine> bill() const;
    std::vector<Compliance> compliance() const;
    std::vector<ViolationRecord> violations() const;
    std::vector<InterruptionCause> interruption_causes() const;  // the most frequent first
    std::vector<Setting> settings() const;
    std::vector<InputFile> inputs() const;
    std::vector<CountRecord> counts() const;
    std::vector<LogEntry> events() const;
    // Of work that is to be done again [h of nodes], by the instant at which nodes or programs
    // failed, ascending.
    std::vector<std::pair<SimTime, double>> lost_node_hours() const;
    // Those of the scenario's text, in their order; empty where it has none or more than `most`.
    std::vector<ListedJob> listed_jobs(std::size_t most) const;

    std::vector<std::string> tables() const;  // tables, then views, each by name
    // Any SELECT; `parameters` stand for its question marks. A Rows must not outlive its store.
    Rows query(const std::string& sql, const std::vector<Cell>& parameters = {}) const;

    // Once a stop is requested, by any thread, what is being read throws soon, and every query.
    void stop_when(std::stop_token stop);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace twin
