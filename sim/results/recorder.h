// Writes one run into one SQLite file while it is simulated. The engine's only way out. Used by one
// thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/site/site.h"
#include "sim/results/records.h"

namespace twin {

struct InputFile {
    std::string path;  // as the scenario names it
    std::string sha256;
    std::int64_t bytes = 0;
};

struct Setting {         // one key of the scenario as it ran
    std::string path;    // "scheduling.policy"
    std::string value;   // as text, with unit
    std::string origin;  // "jupiter-week.toml:12", "default", "--set"
};

// What repeats the run, together with its input files, and what its times mean.
struct RunInfo {
    std::string title, description;
    std::string scenario_path, scenario_text;
    std::vector<Setting> settings;
    std::vector<InputFile> inputs;
    std::uint64_t seed = 0;
    std::string program_version;
    CalendarTime start{};  // calendar time of sim_start
    SimDuration warm_up{};
    std::optional<SimDuration> horizon;  // none: until the last job has ended
    SimDuration interval{};
};

enum class RunStatus {
    running,
    finished,
    interrupted,  // by Ctrl-C or SIGTERM; whole up to where it stopped
    failed,       // by an error of the program or the world
    died,         // only read, never written: `running`, but its process is gone
};
std::string_view to_text(RunStatus status);

struct CountRecord {     // "dropped: larger than the site" -> 3
    std::string source;  // the log's path, "generator", "[[job]]"
    std::string name;
    std::int64_t value = 0;
};

class Recorder {
  public:
    // Creates the file (its folder must exist; an existing file is an error: the caller decides
    // about --force) with status running, and keeps it readable by others (WAL) all the time.
    // `site` must outlive the recorder. Throws std::runtime_error with the path.
    Recorder(const std::filesystem::path& file, const RunInfo& info, const Site& site);
    ~Recorder();  // a recorder that was not finished leaves `failed`

    // All of these throw std::runtime_error with the path where the file cannot be written. Readers
    // see what was recorded up to about a second ago.

    // Jobs that have ended, in any order.
    void job(const JobRecord& record);
    void lost_attempt(const LostAttempt& attempt);  // once a job and attempt
    // Interval k covers [k * interval, (k + 1) * interval), the last one may be shorter. `racks`
    // and `groups` are indexed as in the site; of these a row is written only where the sample
    // differs from that of the interval before (a row holds until the next one).
    void sample(std::int64_t interval, const SiteSample& site,
                const std::vector<PlaceSample>& groups, const std::vector<PlaceSample>& racks);
    // Beside sample() of the same interval, with has_power only. A group's cooling is written where
    // it moved by more than its resolution: 0.1 K, 0.1 L/s, 1 % of the valve.
    void power(std::int64_t interval, const PowerSample& power);
    void plant(std::int64_t interval, const PlantSample& plant,
               const std::vector<GroupCooling>& groups);
    void energy(std::int64_t interval, const EnergySample& energy);

    // Links that jobs share, all of them before the first sample; then their flows beside sample(),
    // written where one moved by more than 1 % of its capacity, and the totals at the end.
    void links(const std::vector<LinkRecord>& links);
    void link_flows(std::int64_t interval, const std::vector<LinkSample>& flows);
    void network(const NetworkTotals& totals);

    void event(const LogEntry& entry);  // where it concerns links, after links()
    void violation(const ViolationRecord& record);
    void bill(const BillRecord& line);  // in the order in which they are shown
    void unshared(const UnsharedRecord& record);
    void requirement(const RequirementRecord& record);
    void facts(const SiteFacts& facts);
    void limit(const LimitRecord& record);
    void count(const CountRecord& record);

    // Exact integrals of the KPI window [warm_up, end), for KPIs that intervals would blur.
    struct Totals {
        SimTime end{};                                             // where the simulation stopped
        Energy it_energy{};                                        // in the window
        Power it_power_peak{};                                     // in the window, instantaneous
        double busy_node_seconds = 0, available_node_seconds = 0;  // in the window
        std::int64_t events = 0;  // simulated events that were handled
    };
    // Writes what is buffered, the KPIs and the status, and leaves one file without a log beside it
    // (unless somebody reads it at this moment). The last call. `waiting` and `running` jobs go
    // through job() before, with their censored state.
    void finish(RunStatus status, const Totals& totals);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace twin
