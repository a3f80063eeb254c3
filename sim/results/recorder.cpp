#include "sim/results/recorder.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <cassert>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fmt/format.h>
#include <limits>
#include <sqlite3.h>
#include <unistd.h>

#include "models/units/calendar.h"
#include "sim/results/insert.h"
#include "sim/results/kpis.h"
#include "sim/results/link_tables.h"
#include "sim/results/process_identity.h"
#include "sim/results/run_file.h"
#include "sim/results/sparse_series.h"
#include "sim/results/wait_by_size.h"

namespace twin {
namespace {

std::int64_t ns(SimDuration d) {
    return d.count();
}
std::int64_t ns(SimTime t) {
    return t.time_since_epoch().count();
}
std::optional<std::int64_t> ns_unless_never(SimTime t) {
    return t == sim_never ? std::nullopt : std::optional(ns(t));
}
std::optional<std::string_view> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

template <class Figure, class Unit>
std::optional<double> known(const std::optional<Figure>& figure, Unit unit) {
    return figure ? std::optional(figure->in(unit)) : std::nullopt;
}

// "0-47,96-143", into a buffer that is used again.
void write_ranges(const NodeRanges& ranges, std::string& text) {
    text.clear();
    char number[16];
    const auto put = [&](NodeIndex node) {
        const auto end = std::to_chars(number, number + sizeof number, node).ptr;
        text.append(number, end);
    };
    for (const NodeRange& range : ranges) {
        if (!text.empty())
            text += ',';
        put(range.first);
        if (range.count == 1)
            continue;
        text += '-';
        put(range.end() - 1);
    }
}

// Creates the file and says why it cannot be, which SQLite would only call "unable to open".
void create(const std::filesystem::path& file) {
    const int handle = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (handle < 0) {
        const int error = errno;
        throw file_error("write", file, error == EEXIST ? "it exists" : std::strerror(error));
    }
    ::close(handle);
}

}  // namespace

std::string_view to_text(RunStatus status) {
    switch (status) {
        case RunStatus::running:
            return "running";
        case RunStatus::finished:
            return "finished";
        case RunStatus::interrupted:
            return "interrupted";
        case RunStatus::failed:
            return "failed";
        case RunStatus::died:
            return "died";
    }
    return {};
}

struct Recorder::Impl {
    using WallClock = std::chrono::system_clock;
    using Stopwatch = std::chrono::steady_clock;

    Impl(const std::filesystem::path& path, const RunInfo& info, const Site& its_site);

    void exec(const char* sql) {
        if (sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            throw database_error("write", file, handle);
    }
    void write_run(const RunInfo& info);
    void write_places();
    // So that readers see progress, and a killed run has lost a second at most.
    void commit_now_and_then() {
        const auto now = Stopwatch::now();
        if (now - last_commit < std::chrono::seconds(1))
            return;
        write_series();
        exec("COMMIT; BEGIN");
        last_commit = now;
    }
    void write_series() {
        groups->write();
        racks->write();
        cooling->write();
        link_flows->write();
    }
    void set_status(RunStatus status);
    void close_clock(std::int64_t events);

    const std::filesystem::path file;
    const Site& site;
    SQLite::Database db;
    sqlite3* const handle;

    Stopwatch::time_point began = Stopwatch::now();
    Stopwatch::time_point last_commit = began;
    std::optional<Insert> insert_job, insert_lost_attempt, insert_interruption,
        insert_job_checkpoint, insert_site, insert_power, insert_plant, insert_energy, insert_event,
        insert_violation, insert_bill, insert_unshared, insert_requirement, insert_fact,
        insert_limit, insert_count, insert_job_network, insert_job_progress;
    std::optional<SparseSeries<PlaceSample>> groups, racks;
    std::optional<SparseSeries<GroupCooling>> cooling;
    std::optional<SparseSeries<LinkSample>> link_flows;
    std::optional<LinkTables> link_tables;

    std::int64_t events = 0, violations = 0, bill_lines = 0, requirements = 0, limits = 0,
                 counts = 0;
    std::string ranges;
    bool done = false;
};

Recorder::Impl::Impl(const std::filesystem::path& path, const RunInfo& info, const Site& its_site)
    : file(path),
      site(its_site),
      db(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX),
      handle(db.getHandle()) {
    sqlite3_busy_timeout(handle, 5000);
    // WAL: readers look on while this writes. No fsync while it runs: a killed process loses
    // nothing that the kernel has, and after a power failure the run is repeated from its scenario;
    // finish() makes the file durable. Pages of 8 KiB save a tenth of the time.
    for (const char* sql :
         {"PRAGMA page_size = 8192", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF",
          "PRAGMA temp_store = MEMORY", "PRAGMA cache_size = -16000", "BEGIN"})
        exec(sql);
    exec(schema_sql);
    const std::string version = std::to_string(schema_version);
    Insert meta(handle, file, "meta", 2);
    meta("format", run_file_format);
    meta("schema_version", version);
    Insert size_class(handle, file, "size_class", 4);
    size_class(0, "all", 1, nullptr);
    for (const SizeClass& c : size_classes())
        size_class(c.id, c.name, c.min_nodes,
                   c.max_nodes == 0 ? std::nullopt : std::optional(c.max_nodes));
    write_run(info);
    write_places();
    insert_job.emplace(handle, file, "job_record", 25);
    insert_lost_attempt.emplace(handle, file, "lost_attempt", 6);
    insert_interruption.emplace(handle, file, "interruption", 7);
    insert_job_checkpoint.emplace(handle, file, "job_checkpoint", 8);
    insert_job_progress.emplace(handle, file, "job_progress", 6);
    insert_site.emplace(handle, file, "series_site", 10);
    insert_power.emplace(handle, file, "series_power", 13);
    insert_plant.emplace(handle, file, "series_plant", 30);
    insert_energy.emplace(handle, file, "series_energy", 14);
    groups.emplace(handle, file, "series_group", 4);
    racks.emplace(handle, file, "series_rack", 4);
    cooling.emplace(handle, file, "series_group_cooling", 6);
    link_flows.emplace(handle, file, "series_link", 3);
    link_tables.emplace(handle, file);
    insert_job_network.emplace(handle, file, "job_network", 7);
    insert_violation.emplace(handle, file, "violation_record", 8);
    insert_bill.emplace(handle, file, "bill_line", 7);
    insert_unshared.emplace(handle, file, "unshared", 4);
    insert_requirement.emplace(handle, file, "requirement", 7);
    insert_fact.emplace(handle, file, "site_fact", 4);
    insert_event.emplace(handle, file, "event_log", 5);
    insert_limit.emplace(handle, file, "limit_record", 9);
    insert_count.emplace(handle, file, "count_record", 4);
    exec("COMMIT; BEGIN");
}

void Recorder::Impl::write_run(const RunInfo& info) {
    int gpus = 0;
    for (const Rack& rack : site.racks)
        gpus += rack.part ? rack.nodes * rack.part->node.gpus.value : 0;
    const std::chrono::duration<double> unix_time = info.start.time_since_epoch();
    Insert(handle, file, "run", 24)(
        info.title, info.description, info.scenario_path, info.scenario_text, info.seed,
        info.program_version, to_text(RunStatus::running), site.id, site.name, site.node_name,
        site.nodes, gpus, site.has_power, format_calendar(info.start), unix_time.count(),
        ns(info.warm_up), info.horizon ? std::optional(ns(*info.horizon)) : std::nullopt,
        ns(info.interval), nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
    const std::int64_t pid = own_pid();
    Insert(handle, file, "wall_clock", 8)(
        host_name(), pid, process_start(pid).value_or(0),
        format_calendar(std::chrono::floor<std::chrono::seconds>(WallClock::now())), nullptr,
        nullptr, nullptr, nullptr);
    Insert setting(handle, file, "setting", 4);
    std::int64_t position = 0;
    for (const Setting& s : info.settings)
        setting(position++, s.path, s.value, s.origin);
    Insert input(handle, file, "input_file", 4);
    position = 0;
    for (const InputFile& f : info.inputs)
        input(position++, f.path, f.sha256, f.bytes);
}

void Recorder::Impl::write_places() {
    Insert place(handle, file, "place", 9);
    const auto watts = [](const std::optional<Figure<Power>>& limit) {
        return limit ? std::optional(limit->value.in(watt)) : std::nullopt;
    };
    place("site", 0, site.name, nullptr, nullptr, nullptr, 0, site.nodes,
          watts(site.it_power_limit));
    for (std::size_t i = 0; i < site.groups.size(); ++i) {
        const Group& group = site.groups[i];
        place("group", i, group.name, nullptr, 0, nullptr, group.first_node, group.nodes, nullptr);
    }
    for (std::size_t i = 0; i < site.racks.size(); ++i) {
        const Rack& rack = site.racks[i];
        place("rack", i, fmt::format("rack {}", rack.number), rack.number, rack.group,
              rack.part ? unless_empty(rack.part->id) : std::nullopt, rack.first_node, rack.nodes,
              rack.part ? watts(rack.part->power_limit) : std::nullopt);
    }
}

void Recorder::Impl::set_status(RunStatus status) {
    exec(fmt::format("UPDATE run SET status = '{}'", to_text(status)).c_str());
}

void Recorder::Impl::close_clock(std::int64_t handled) {
    const std::chrono::duration<double> wall = Stopwatch::now() - began;
    const double cpu = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    exec(fmt::format("UPDATE wall_clock SET end_utc = '{}', wall_s = {}, cpu_s = {}, "
                     "events_per_s = {}",
                     format_calendar(std::chrono::floor<std::chrono::seconds>(WallClock::now())),
                     wall.count(), cpu, static_cast<double>(handled) / wall.count())
             .c_str());
}

Recorder::Recorder(const std::filesystem::path& file, const RunInfo& info, const Site& site) {
    create(file);
    try {
        impl_ = std::make_unique<Impl>(file, info, site);
    } catch (const std::exception& error) {
        std::error_code ignored;  // the first error tells more
        std::filesystem::remove(file, ignored);
        if (dynamic_cast<const SQLite::Exception*>(&error) != nullptr)
            throw file_error("write", file, error.what());
        throw;
    }
}

Recorder::~Recorder() {
    if (impl_->done)
        return;
    try {
        // After a full disk SQLite may have ended the transaction itself.
        if (sqlite3_get_autocommit(impl_->handle) == 0) {
            impl_->write_series();
            impl_->exec("COMMIT");
        }
        impl_->set_status(RunStatus::failed);
        impl_->close_clock(0);
    } catch (const std::exception&) {
        // Whoever made us stop tells why; without a status the file reads as died.
    }
}

void Recorder::job(const JobRecord& record) {
    Impl& m = *impl_;
    write_ranges(record.where, m.ranges);
    (*m.insert_job)(record.index, ns(record.submit), ns_unless_never(record.start),
                    ns_unless_never(record.end), record.nodes, static_cast<int>(record.state),
                    ns(record.run_time), ns(record.limit), static_cast<int>(record.wait_cause),
                    record.backfilled, record.requeues, record.cpu_utilisation,
                    record.gpu_utilisation, ns(record.unkept), record.node_energy.in(joule),
                    record.gpu_energy.in(joule), ns(record.slowed), record.grid_energy.in(joule),
                    record.cost.in(euro), record.carbon_direct.in(gram_co2),
                    record.carbon_life_cycle.in(gram_co2), record.groups,
                    record.log_id < 0 ? std::nullopt : std::optional(record.log_id),
                    unless_empty(record.name), m.ranges);
    if (record.slowed_by_placement != SimDuration{} || record.slowed_by_storage != SimDuration{} ||
        record.slowed_by_lost_links != SimDuration{} || record.slowed_by_sharing != SimDuration{})
        (*m.insert_job_network)(
            record.index, ns(record.slowed_by_placement), ns(record.slowed_by_storage),
            ns(record.slowed_by_lost_links), ns(record.slowed_by_sharing), record.slowed_most_by,
            record.slowed_most_by ? std::optional(ns(record.slowed_most)) : std::nullopt);
    if (const auto& c = record.checkpoints)
        (*m.insert_job_checkpoint)(record.index, c->size.si(), ns(c->interval), ns(c->write),
                                   c->checkpoints, ns(c->writing), ns(c->restarting),
                                   ns(c->delayed));
    if (const auto& w = record.work)
        (*m.insert_job_progress)(record.index, w->unit, w->planned, w->done, w->kept,
                                 w->tokens > 0 ? std::optional(w->tokens) : std::nullopt);
    m.commit_now_and_then();
}

void Recorder::lost_attempt(const LostAttempt& attempt) {
    write_ranges(attempt.where, impl_->ranges);
    (*impl_->insert_lost_attempt)(attempt.job, attempt.attempt, ns(attempt.start), ns(attempt.lost),
                                  attempt.nodes, impl_->ranges);
    AttemptTimes all;
    all.redone = attempt.lost - attempt.start;
    const AttemptTimes& times = attempt.times ? *attempt.times : all;
    (*impl_->insert_interruption)(attempt.job, attempt.attempt, attempt.cause, ns(times.redone),
                                  ns(times.restarting), ns(times.writing), times.checkpoints);
}

void Recorder::sample(std::int64_t interval, const SiteSample& site,
                      const std::vector<PlaceSample>& groups,
                      const std::vector<PlaceSample>& racks) {
    Impl& m = *impl_;
    assert(groups.size() == m.site.groups.size() && racks.size() == m.site.racks.size());
    m.commit_now_and_then();  // before it, so that readers see all of an interval or nothing
    (*m.insert_site)(interval, site.it_power.in(watt), site.it_power_peak.in(watt), site.busy_nodes,
                     site.available_nodes, site.waiting_jobs, site.waiting_nodes, site.submitted,
                     site.started, site.ended);
    m.groups->add(interval, groups);
    m.racks->add(interval, racks);
    constexpr std::size_t many = 100'000;  // 2.4 MB
    if (m.groups->rows() + m.racks->rows() + m.cooling->rows() + m.link_flows->rows() >= many)
        m.write_series();
}

void Recorder::power(std::int64_t interval, const PowerSample& power) {
    (*impl_->insert_power)(
        interval, power.gpus.in(watt), power.cpus.in(watt), power.memory.in(watt),
        power.nics.in(watt), power.drives.in(watt), power.fans.in(watt),
        power.converter_loss.in(watt), power.switches.in(watt), power.rectifier_loss.in(watt),
        power.fixed.in(watt),
        power.gpu_cap.si() > 0 ? std::optional(power.gpu_cap.in(watt)) : std::nullopt,
        power.throttled_groups);
}

void Recorder::plant(std::int64_t interval, const PlantSample& plant,
                     const std::vector<GroupCooling>& groups) {
    Impl& m = *impl_;
    assert(groups.empty() || groups.size() == m.site.groups.size());
    const auto& readings = plant.readings;
    const auto celsius = [&](Temperature PlantSample::Readings::*reading) {
        return readings ? std::optional((*readings.*reading).in_celsius()) : std::nullopt;
    };
    const auto flow = [&](VolumeFlow PlantSample::Readings::*reading) {
        return readings ? std::optional((*readings.*reading).in(litre_per_second)) : std::nullopt;
    };
    using R = PlantSample::Readings;
    (*m.insert_plant)(
        interval, plant.cdu_pumps.in(watt), plant.primary_pumps.in(watt),
        plant.cooling_fans.in(watt), plant.air_handling.in(watt), plant.heat_pump.in(watt),
        plant.transformer_loss.in(watt), plant.ups_loss.in(watt), plant.distribution_loss.in(watt),
        plant.rectifier_loss.in(watt), plant.site.in(watt), plant.liquid_heat.in(watt),
        plant.air_heat.in(watt), plant.pump_heat.in(watt), plant.rejected.in(watt),
        plant.reused.in(watt), plant.delivered.in(watt), plant.stored.in(watt),
        plant.water.in(litre_per_second), celsius(&R::supply), celsius(&R::return_),
        celsius(&R::primary_supply), celsius(&R::primary_return), celsius(&R::dry_bulb),
        celsius(&R::wet_bulb), flow(&R::secondary_flow), flow(&R::primary_flow),
        readings ? std::optional(readings->fan_speed) : std::nullopt, plant.electricity_residual,
        plant.heat_residual);
    if (!groups.empty())
        m.cooling->add(interval, groups);
}

void Recorder::energy(std::int64_t interval, const EnergySample& energy) {
    const EnergyPrice euro_per_megawatt_hour = euro / megawatt_hour;
    const CarbonIntensity gram_per_kilowatt_hour = gram_co2 / kilowatt_hour;
    (*impl_->insert_energy)(interval, energy.photovoltaics.in(watt), energy.battery.in(watt),
                            energy.discharged.in(watt), energy.battery_loss.in(watt),
                            energy.grid.in(watt), energy.feed_in.in(watt), energy.stored.in(joule),
                            known(energy.price, euro_per_megawatt_hour),
                            known(energy.carbon_direct, gram_per_kilowatt_hour),
                            known(energy.carbon_life_cycle, gram_per_kilowatt_hour),
                            known(energy.cost, euro), known(energy.direct, gram_co2),
                            known(energy.life_cycle, gram_co2));
}

void Recorder::violation(const ViolationRecord& record) {
    Impl& m = *impl_;
    (*m.insert_violation)(m.violations++, ns(record.from), ns(record.until), record.limit,
                          record.unit, record.value, record.worst, record.cause);
}

void Recorder::bill(const BillRecord& line) {
    Impl& m = *impl_;
    (*m.insert_bill)(m.bill_lines++, line.item, line.quantity, line.unit, line.price,
                     line.amount.in(euro), unless_empty(line.note));
}

void Recorder::unshared(const UnsharedRecord& record) {
    (*impl_->insert_unshared)(record.grid_energy.in(joule), record.cost.in(euro),
                              record.carbon_direct.in(gram_co2),
                              record.carbon_life_cycle.in(gram_co2));
}

void Recorder::requirement(const RequirementRecord& record) {
    Impl& m = *impl_;
    (*m.insert_requirement)(m.requirements++, record.law, record.kpi, record.at_most,
                            record.threshold, record.from_date, unless_empty(record.note));
}

void Recorder::facts(const SiteFacts& facts) {
    (*impl_->insert_fact)(facts.renewable_share,
                          known(facts.market_based, CarbonIntensity(gram_co2 / kilowatt_hour)),
                          known(facts.embodied_per_year, gram_co2), known(facts.contract, watt));
}

void Recorder::event(const LogEntry& entry) {
    Impl& m = *impl_;
    (*m.insert_event)(m.events++, ns(entry.at), entry.kind, entry.what, entry.effect);
    m.link_tables->states(entry.at, entry.links);
}

void Recorder::limit(const LimitRecord& record) {
    Impl& m = *impl_;
    (*m.insert_limit)(m.limits++, record.name, record.unit, record.limit, record.p99, record.peak,
                      ns(record.at_limit), ns_unless_never(record.first_reached),
                      unless_empty(record.where));
}

void Recorder::links(const std::vector<LinkRecord>& links) {
    impl_->link_tables->links(links);
}

void Recorder::link_flows(std::int64_t interval, const std::vector<LinkSample>& flows) {
    impl_->link_flows->add(interval, flows);
}

void Recorder::network(const NetworkTotals& totals) {
    Insert(impl_->handle, impl_->file, "network_total", 4)(
        totals.load_mean, totals.load_p99, totals.storage_read, totals.storage_write);
}

void Recorder::count(const CountRecord& record) {
    Impl& m = *impl_;
    (*m.insert_count)(m.counts++, record.source, record.name, record.value);
}

void Recorder::finish(RunStatus status, const Totals& totals) {
    Impl& m = *impl_;
    assert(!m.done && status != RunStatus::running && status != RunStatus::died);
    m.write_series();
    try {
        SQLite::Statement total(m.db,
                                "UPDATE run SET end_ns = ?, it_energy_j = ?, it_power_peak_w = ?, "
                                "busy_node_s = ?, available_node_s = ?, sim_events = ?");
        total.bind(1, ns(totals.end));
        if (m.site.has_power) {
            total.bind(2, totals.it_energy.in(joule));
            total.bind(3, totals.it_power_peak.in(watt));
        }
        total.bind(4, totals.busy_node_seconds);
        total.bind(5, totals.available_node_seconds);
        total.bind(6, totals.events);
        total.exec();

        fill_wait_by_size(m.db, "main");
        const auto values = compute_kpis(m.db);
        Insert insert(m.handle, m.file, "kpi_record", 8);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const KpiRow& row = kpi_table()[i];
            insert(i, row.topic, row.name, row.title, values[i], row.unit, to_text(row.better),
                   row.formula);
        }
    } catch (const SQLite::Exception& error) {
        if (sqlite3_errcode(m.handle) != SQLITE_OK)
            throw database_error("write", m.file, m.handle);
        throw file_error("write", m.file, error.what());
    }
    m.set_status(status);
    m.close_clock(totals.events);
    // One durable file without a log beside it.
    m.exec("COMMIT; PRAGMA synchronous = FULL");
    m.done = true;
    // A reader may hold the log; then it stays beside the file and nothing is lost.
    sqlite3_busy_timeout(m.handle, 500);
    for (const char* sql : {"PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA journal_mode = DELETE"}) {
        const int code = sqlite3_exec(m.handle, sql, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED)
            throw database_error("write", m.file, m.handle);
    }
}

}  // namespace twin
