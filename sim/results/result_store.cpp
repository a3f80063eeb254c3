#include "sim/results/result_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "sim/results/process_identity.h"
#include "sim/results/run_file.h"
#include "sim/results/wait_by_size.h"

namespace twin {

struct Rows::Impl {
    std::filesystem::path file;
    sqlite3_stmt* statement = nullptr;
    ~Impl() { sqlite3_finalize(statement); }
};

Rows::Rows(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Rows::~Rows() = default;
Rows::Rows(Rows&&) noexcept = default;
Rows& Rows::operator=(Rows&&) noexcept = default;

int Rows::columns() const {
    return sqlite3_column_count(impl_->statement);
}

std::string Rows::name(int column) const {
    return sqlite3_column_name(impl_->statement, column);
}

bool Rows::next() {
    switch (sqlite3_step(impl_->statement)) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default:
            throw database_error("read", impl_->file, sqlite3_db_handle(impl_->statement));
    }
}

Cell Rows::cell(int column) const {
    switch (sqlite3_column_type(impl_->statement, column)) {
        case SQLITE_NULL:
            return {};
        case SQLITE_INTEGER:
            return integer(column);
        case SQLITE_FLOAT:
            return real(column);
        default:
            return text(column);
    }
}

bool Rows::is_null(int column) const {
    return sqlite3_column_type(impl_->statement, column) == SQLITE_NULL;
}

std::int64_t Rows::integer(int column) const {
    return sqlite3_column_int64(impl_->statement, column);
}

double Rows::real(int column) const {
    return sqlite3_column_double(impl_->statement, column);
}

std::string_view Rows::text(int column) const {
    const auto* bytes =
        reinterpret_cast<const char*>(sqlite3_column_text(impl_->statement, column));
    if (bytes == nullptr)
        return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(impl_->statement, column))};
}

namespace {

// Opens it and says why it cannot be, which SQLite would only call "unable to open".
const std::filesystem::path& readable(const std::filesystem::path& file) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error))
        throw file_error("read", file, "it is a folder");
    const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0)
        throw file_error("read", file, std::strerror(errno));
    ::close(handle);
    return file;
}

std::optional<double> optional_real(const Rows& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.real(column));
}

}  // namespace

struct ResultStore::Impl {
    std::filesystem::path file;
    SQLite::Database db;
    std::stop_token stop;

    explicit Impl(const std::filesystem::path& path)
        : file(path),
          db(readable(path).string(), SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX, 5000) {}

    static std::unique_ptr<Impl> open(const std::filesystem::path& path) {
        try {
            return std::make_unique<Impl>(path);
        } catch (const SQLite::Exception& error) {
            throw file_error("read", path, error.what());
        }
    }

    Rows query(const std::string& sql, const std::vector<Cell>& parameters = {}) const {
        auto rows = std::make_unique<Rows::Impl>();
        rows->file = file;
        if (stop.stop_requested())
            throw file_error("read", file, "it was asked to stop");
        sqlite3* const handle = db.getHandle();
        if (sqlite3_prepare_v2(handle, sql.c_str(), -1, &rows->statement, nullptr) != SQLITE_OK)
            throw database_error("read", file, handle);
        int column = 0;
        for (const Cell& value : parameters) {
            ++column;
            if (const auto* integer = std::get_if<std::int64_t>(&value))
                sqlite3_bind_int64(rows->statement, column, *integer);
            else if (const auto* real = std::get_if<double>(&value))
                sqlite3_bind_double(rows->statement, column, *real);
            else if (const auto* text = std::get_if<std::string_view>(&value))
                sqlite3_bind_text(rows->statement, column, text->data(),
                                  static_cast<int>(text->size()), SQLITE_TRANSIENT);
        }
        return Rows(std::move(rows));
    }

    // Throws unless this is the file of a run. Its schema version.
    std::string version() const {
        // A file that was only just created is empty until its first commit.
        Rows tables = query("SELECT count(*) FROM sqlite_master WHERE name = 'meta'");
        if (!tables.next() || tables.integer(0) == 0)
            throw file_error("read", file, "it is not the file of a run");
        std::string format, version;
        for (Rows meta = query("SELECT key, value FROM meta"); meta.next();) {
            if (meta.text(0) == "format")
                format = meta.text(1);
            if (meta.text(0) == "schema_version")
                version = meta.text(1);
        }
        if (format != run_file_format)
            throw file_error("read", file, "it is not the file of a run");
        return version;
    }

    // Throws unless this is the file of a run in the version that we read.
    void check() const {
        const std::string found = version();
        if (found != std::to_string(schema_version))
            throw file_error("read", file,
                             fmt::format("its schema version is {}, this program reads version {}",
                                         found, schema_version));
    }

    // Asks only for what every schema version has.
    RunStatus status() const {
        Rows row = query("SELECT status, host, pid, process_start FROM run, wall_clock");
        if (!row.next())
            throw file_error("read", file, "it holds no run");
        RunStatus status{};
        for (const RunStatus each :
             {RunStatus::running, RunStatus::finished, RunStatus::interrupted, RunStatus::failed})
            if (row.text(0) == to_text(each))
                status = each;
        // Of a process on another machine we cannot know.
        if (status == RunStatus::running && row.text(1) == host_name() &&
            process_start(row.integer(2)) != row.integer(3))
            status = RunStatus::died;
        return status;
    }

    bool has_kpis() const {
        Rows row = query("SELECT count(*) FROM kpi_record");
        return row.next() && row.integer(0) > 0;
    }

    // Temporary tables of this connection: nothing is written to the file.
    void fill_provisional_waits() {
        db.exec("PRAGMA temp_store = MEMORY");
        db.exec("DROP TABLE IF EXISTS temp.wait_by_size");
        db.exec("CREATE TEMP TABLE wait_by_size AS SELECT * FROM main.wait_by_size WHERE 0");
        fill_wait_by_size(db, "temp");
    }
};

ResultStore::ResultStore(const std::filesystem::path& file) : impl_(Impl::open(file)) {
    impl_->check();
}

ResultStore::~ResultStore() = default;
ResultStore::ResultStore(ResultStore&&) noexcept = default;
ResultStore& ResultStore::operator=(ResultStore&&) noexcept = default;

bool ResultStore::is_written(const std::filesystem::path& file) {
    const auto store = Impl::open(file);
    store->version();
    return store->status() == RunStatus::running;
}

const std::filesystem::path& ResultStore::file() const {
    return impl_->file;
}

RunSummary ResultStore::run() const {
    Rows row = query(
        "SELECT title, description, scenario_path, scenario_text, program_version, seed, "
        "site_id, site_name, node_name_pattern, nodes, gpus, has_power, start_unix_s, warm_up_ns, "
        "horizon_ns, interval_ns, until_ns FROM run, kpi_window");
    if (!row.next())
        throw file_error("read", file(), "it holds no run");
    RunSummary run;
    run.status = impl_->status();
    run.title = row.text(0);
    run.description = row.text(1);
    run.scenario_path = row.text(2);
    run.scenario_text = row.text(3);
    run.program_version = row.text(4);
    run.seed = static_cast<std::uint64_t>(row.integer(5));
    run.site_id = row.text(6);
    run.site_name = row.text(7);
    run.node_name_pattern = row.text(8);
    run.nodes = static_cast<NodeCount>(row.integer(9));
    run.gpus = static_cast<int>(row.integer(10));
    run.has_power = row.integer(11) != 0;
    run.start = CalendarTime(std::chrono::nanoseconds(std::llround(row.real(12) * 1e9)));
    run.warm_up = SimDuration(row.integer(13));
    if (!row.is_null(14))
        run.horizon = SimDuration(row.integer(14));
    run.interval = SimDuration(row.integer(15));
    run.end = SimTime(SimDuration(row.integer(16)));
    return run;
}

std::vector<Kpi> ResultStore::kpis() const {
    std::vector<Kpi> kpis;
    if (impl_->has_kpis()) {
        Rows row = query("SELECT topic, name, title, unit, formula, better, value FROM kpi");
        while (row.next()) {
            Kpi kpi{std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                    std::string(row.text(3)), std::string(row.text(4)), Better::neither,
                    optional_real(row, 6)};
            for (const Better better : {Better::higher, Better::lower})
                if (row.text(5) == to_text(better))
                    kpi.better = better;
            kpis.push_back(std::move(kpi));
        }
        return kpis;
    }
    try {
        impl_->fill_provisional_waits();
        const auto values = compute_kpis(impl_->db);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const KpiRow& row = kpi_table()[i];
            kpis.push_back({std::string(row.topic), std::string(row.name), std::string(row.title),
                            std::string(row.unit), std::string(row.formula), row.better,
                            values[i]});
        }
    } catch (const SQLite::Exception& error) {
        throw file_error("read", file(), error.what());
    }
    return kpis;
}

std::vector<SizeWaits> ResultStore::waits() const {
    try {
        if (!impl_->has_kpis())
            impl_->fill_provisional_waits();
    } catch (const SQLite::Exception& error) {
        throw file_error("read", file(), error.what());
    }
    std::vector<SizeWaits> waits;
    Rows row = query(
        "SELECT c.name, w.started, wait_mean_s, wait_p50_s, wait_p95_s, wait_max_s "
        "FROM wait_by_size w JOIN size_class c ON c.id = w.size_class ORDER BY (c.id = 0), c.id");
    while (row.next())
        waits.push_back({std::string(row.text(0)), row.integer(1), optional_real(row, 2),
                         optional_real(row, 3), optional_real(row, 4), optional_real(row, 5)});
    return waits;
}

std::vector<LimitRecord> ResultStore::limits() const {
    std::vector<LimitRecord> limits;
    Rows row = query(
        "SELECT name, unit, value, p99, peak, at_limit_ns, first_reached_ns, place "
        "FROM limit_record ORDER BY position");
    while (row.next()) {
        LimitRecord limit{std::string(row.text(0)),
                          std::string(row.text(1)),
                          row.real(2),
                          row.real(3),
                          row.real(4),
                          SimDuration(row.integer(5)),
                          sim_never,
                          std::string(row.text(7))};
        if (!row.is_null(6))
            limit.first_reached = SimTime(SimDuration(row.integer(6)));
        limits.push_back(std::move(limit));
    }
    return limits;
}

std::vector<ChainRow> ResultStore::chain() const {
    std::vector<ChainRow> chain;
    for (Rows row = query("SELECT stage, item, kind, energy_kwh, percent FROM loss_chain");
         row.next();)
        chain.push_back({std::string(row.text(0)), std::string(row.text(1)),
                         std::string(row.text(2)), row.real(3), optional_real(row, 4)});
    return chain;
}

std::vector<ReadingRange> ResultStore::cooling() const {
    std::vector<ReadingRange> readings;
    for (Rows row = query("SELECT reading, unit, lowest, mean, highest FROM cooling_range");
         row.next();)
        readings.push_back({std::string(row.text(0)), std::string(row.text(1)), row.real(2),
                            row.real(3), row.real(4)});
    return readings;
}

std::vector<BillLine> ResultStore::bill() const {
    std::vector<BillLine> bill;
    for (Rows row = query("SELECT item, unit, note, quantity, price_eur, amount_eur FROM bill");
         row.next();)
        bill.push_back({std::string(row.text(0)), std::string(row.text(1)),
                        std::string(row.text(2)), optional_real(row, 3), optional_real(row, 4),
                        row.real(5)});
    return bill;
}

std::vector<Compliance> ResultStore::compliance() const {
    std::vector<Compliance> compliance;
    Rows row = query(
        "SELECT law, kpi, title, unit, relation, threshold, value, verdict, from_date, note, "
        "estimate FROM compliance");
    while (row.next())
        compliance.push_back({std::string(row.text(0)), std::string(row.text(1)),
                              std::string(row.text(2)), std::string(row.text(3)),
                              std::string(row.text(4)), row.real(5), optional_real(row, 6),
                              std::string(row.text(7)), std::string(row.text(8)),
                              std::string(row.text(9)), row.integer(10) != 0});
    return compliance;
}

std::vector<ViolationRecord> ResultStore::violations() const {
    std::vector<ViolationRecord> violations;
    Rows row = query(
        "SELECT from_ns, until_ns, name, unit, value, worst, cause FROM violation_record "
        "ORDER BY position");
    while (row.next())
        violations.push_back({SimTime(SimDuration(row.integer(0))),
                              SimTime(SimDuration(row.integer(1))), std::string(row.text(2)),
                              std::string(row.text(3)), row.real(4), row.real(5),
                              std::string(row.text(6))});
    return violations;
}

std::vector<InterruptionCause> ResultStore::interruption_causes() const {
    std::vector<InterruptionCause> causes;
    for (Rows row = query("SELECT cause, interruptions, node_hours_lost, "
                          "node_hours_without_checkpoints FROM interruption_cause");
         row.next();)
        causes.push_back({std::string(row.text(0)), row.integer(1), row.real(2), row.real(3)});
    return causes;
}

std::vector<Setting> ResultStore::settings() const {
    std::vector<Setting> settings;
    for (Rows row = query("SELECT path, value, origin FROM setting ORDER BY position"); row.next();)
        settings.push_back(
            {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2))});
    return settings;
}

std::vector<InputFile> ResultStore::inputs() const {
    std::vector<InputFile> inputs;
    for (Rows row = query("SELECT path, sha256, bytes FROM input_file ORDER BY position");
         row.next();)
        inputs.push_back({std::string(row.text(0)), std::string(row.text(1)), row.integer(2)});
    return inputs;
}

std::vector<CountRecord> ResultStore::counts() const {
    std::vector<CountRecord> counts;
    for (Rows row = query("SELECT source, name, value FROM count_record ORDER BY position");
         row.next();)
        counts.push_back({std::string(row.text(0)), std::string(row.text(1)), row.integer(2)});
    return counts;
}

std::vector<LogEntry> ResultStore::events() const {
    std::vector<LogEntry> events;
    for (Rows row = query("SELECT at_ns, kind, what, effect FROM event_log ORDER BY position");
         row.next();)
        events.push_back({SimTime(SimDuration(row.integer(0))), std::string(row.text(1)),
                          std::string(row.text(2)), std::string(row.text(3))});
    return events;
}

std::vector<std::pair<SimTime, double>> ResultStore::lost_node_hours() const {
    std::vector<std::pair<SimTime, double>> hours;
    for (Rows row =
             query("SELECT a.lost_ns, sum(a.nodes * (i.redone_ns / 3.6e12)) FROM lost_attempt a "
                   "JOIN interruption i ON i.idx = a.idx AND i.attempt = a.attempt "
                   "GROUP BY a.lost_ns ORDER BY a.lost_ns");
         row.next();)
        hours.emplace_back(SimTime(SimDuration(row.integer(0))), row.real(1));
    return hours;
}

std::vector<ListedJob> ResultStore::listed_jobs(std::size_t most) const {
    std::vector<std::int64_t> indices;
    for (Rows row = query("SELECT idx FROM job_record WHERE name IS NOT NULL ORDER BY idx LIMIT ?",
                          {static_cast<std::int64_t>(most + 1)});
         row.next();)
        indices.push_back(row.integer(0));
    if (indices.size() > most)
        return {};
    std::vector<ListedJob> jobs;
    for (const std::int64_t index : indices) {
        Rows row = query(
            "SELECT j.name, j.state, j.nodes, j.nodes * 1.0 * r.gpus / r.nodes, j.wait_s, j.run_s, "
            "j.lost_s, j.kept_s, j.attempts, t.interruptions, e.node_kwh, e.grid_kwh, e.cost_eur, "
            "e.carbon_life_cycle_kg, e.slowed_s, n.placement_ns / 1e9, n.sharing_ns / 1e9, p.unit, "
            "p.planned, p.done, p.kept, p.tokens, n.storage_ns / 1e9, n.lost_links_ns / 1e9 FROM "
            "run r CROSS JOIN "
            "(SELECT * FROM job WHERE idx = ?1) j CROSS JOIN "
            "(SELECT * FROM job_energy WHERE idx = ?1) e CROSS JOIN "
            "(SELECT * FROM job_time WHERE idx = ?1) t "
            "LEFT JOIN job_network n ON n.idx = ?1 LEFT JOIN job_progress p ON p.idx = ?1",
            {index});
        if (!row.next())
            continue;
        ListedJob job;
        job.index = static_cast<JobIndex>(index);
        job.name = row.text(0);
        job.state = row.text(1);
        job.nodes = static_cast<NodeCount>(row.integer(2));
        job.gpus = row.real(3);
        job.wait_s = optional_real(row, 4);
        job.run_s = optional_real(row, 5);
        job.lost_s = row.real(6);
        job.kept_s = row.real(7);
        job.attempts = row.integer(8);
        job.interruptions = row.integer(9);
        job.node_kwh = optional_real(row, 10);
        job.grid_kwh = optional_real(row, 11);
        job.cost_eur = optional_real(row, 12);
        job.carbon_kg = optional_real(row, 13);
        job.slowed_s = row.real(14);
        job.placement_s = row.real(15);
        job.sharing_s = row.real(16);
        job.unit = row.text(17);
        job.planned = row.real(18);
        job.done = row.real(19);
        job.kept = row.real(20);
        job.tokens = optional_real(row, 21);
        job.storage_s = row.real(22);
        job.lost_links_s = row.real(23);
        jobs.push_back(std::move(job));
    }
    return jobs;
}

std::vector<std::string> ResultStore::tables() const {
    std::vector<std::string> names;
    for (Rows row = query("SELECT name FROM main.sqlite_master WHERE type IN ('table', 'view') "
                          "AND name NOT LIKE 'sqlite_%' ORDER BY type, name");
         row.next();)
        names.emplace_back(row.text(0));
    return names;
}

Rows ResultStore::query(const std::string& sql, const std::vector<Cell>& parameters) const {
    return impl_->query(sql, parameters);
}

// SQLite asks now and then whether to go on. Unlike an interrupt, that also holds for the statement
// that comes next.
void ResultStore::stop_when(std::stop_token stop) {
    constexpr int steps_between = 10'000;  // of its virtual machine: well below a millisecond
    impl_->stop = std::move(stop);
    sqlite3_progress_handler(
        impl_->db.getHandle(), steps_between,
        [](void* token) { return static_cast<std::stop_token*>(token)->stop_requested() ? 1 : 0; },
        &impl_->stop);
}

}  // namespace twin
