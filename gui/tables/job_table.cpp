#include "gui/tables/job_table.h"

#include <QTextStream>
#include <algorithm>
#include <array>
#include <cmath>

#include "gui/look/figures.h"

namespace twin {
namespace {

struct ColumnRow {
    JobColumn column;
    const char* title;  // for people, in the context "JobTable"
    const char* about;  // one sentence, likewise
    const char* csv;    // heading of the figures
};

constexpr std::array column_rows = {
    ColumnRow{JobColumn::job, QT_TRANSLATE_NOOP("JobTable", "Job"),
              QT_TRANSLATE_NOOP("JobTable", "Its name, or its number in the log."), "job"},
    ColumnRow{JobColumn::nodes, QT_TRANSLATE_NOOP("JobTable", "Nodes"),
              QT_TRANSLATE_NOOP("JobTable", "That it asks for."), "nodes"},
    ColumnRow{JobColumn::submitted, QT_TRANSLATE_NOOP("JobTable", "Submitted"),
              QT_TRANSLATE_NOOP("JobTable", "When it came into the queue (UTC)."), "submitted [s]"},
    ColumnRow{JobColumn::waited, QT_TRANSLATE_NOOP("JobTable", "Waited"),
              QT_TRANSLATE_NOOP("JobTable", "From its submission to its start or the play head."),
              "waited [s]"},
    ColumnRow{JobColumn::why, QT_TRANSLATE_NOOP("JobTable", "Why"),
              QT_TRANSLATE_NOOP("JobTable", "Why it waits at the play head, or why it waited."),
              "why"},
    ColumnRow{JobColumn::likely, QT_TRANSLATE_NOOP("JobTable", "Likely start"),
              QT_TRANSLATE_NOOP("JobTable",
                                "Estimate from what is known at the play head: the queue's order, "
                                "free nodes, and wall times, of which jobs run the share that "
                                "those before them ran (UTC)."),
              "likely start, estimate [s]"},
    ColumnRow{JobColumn::latest, QT_TRANSLATE_NOOP("JobTable", "Latest start"),
              QT_TRANSLATE_NOOP("JobTable",
                                "The same estimate if all jobs ran as long as their wall times "
                                "allow; faults, caps and the policy's choices may still delay it "
                                "(UTC)."),
              "latest start, estimate [s]"},
    ColumnRow{JobColumn::recorded, QT_TRANSLATE_NOOP("JobTable", "Recorded start"),
              QT_TRANSLATE_NOOP("JobTable",
                                "When the recorded run went on to start it: nobody knows that at "
                                "the play head (UTC)."),
              "recorded start [s]"},
    ColumnRow{JobColumn::miss, QT_TRANSLATE_NOOP("JobTable", "Against likely"),
              QT_TRANSLATE_NOOP("JobTable",
                                "How much later (+) or earlier (−) than likely the recorded run "
                                "started it."),
              "recorded - likely [s]"},
    ColumnRow{JobColumn::started, QT_TRANSLATE_NOOP("JobTable", "Started"),
              QT_TRANSLATE_NOOP("JobTable", "When it last started (UTC)."), "started [s]"},
    ColumnRow{JobColumn::ran, QT_TRANSLATE_NOOP("JobTable", "Ran"),
              QT_TRANSLATE_NOOP("JobTable", "From its start to its end or the play head."),
              "ran [s]"},
    ColumnRow{JobColumn::limit, QT_TRANSLATE_NOOP("JobTable", "Limit"),
              QT_TRANSLATE_NOOP("JobTable", "The wall time that it asked for."), "limit [s]"},
    ColumnRow{JobColumn::state, QT_TRANSLATE_NOOP("JobTable", "State"),
              QT_TRANSLATE_NOOP("JobTable", "At the play head."), "state"},
    ColumnRow{JobColumn::backfilled, QT_TRANSLATE_NOOP("JobTable", "Backfilled"),
              QT_TRANSLATE_NOOP("JobTable",
                                "Whether it started before a job that had waited "
                                "longer."),
              "backfilled"},
    ColumnRow{JobColumn::placement, QT_TRANSLATE_NOOP("JobTable", "By its placement"),
              QT_TRANSLATE_NOOP("JobTable",
                                "How much longer (+) or shorter (−) it ran because of how its "
                                "nodes lie in the network, at the end."),
              "longer by placement [s]"},
    ColumnRow{JobColumn::storage, QT_TRANSLATE_NOOP("JobTable", "By the storage"),
              QT_TRANSLATE_NOOP("JobTable",
                                "How much longer it ran because it asked more of the storage than "
                                "that has for one job, at the end."),
              "longer by storage [s]"},
    ColumnRow{JobColumn::lost_links, QT_TRANSLATE_NOOP("JobTable", "By lost links"),
              QT_TRANSLATE_NOOP("JobTable",
                                "How much longer it ran because links that it uses were lost, at "
                                "the end."),
              "longer by lost links [s]"},
    ColumnRow{JobColumn::sharing, QT_TRANSLATE_NOOP("JobTable", "By sharing"),
              QT_TRANSLATE_NOOP("JobTable",
                                "How much longer it ran because others used the links or the "
                                "storage that it shares with them, at the end."),
              "longer by sharing [s]"},
    ColumnRow{JobColumn::beside, QT_TRANSLATE_NOOP("JobTable", "Most beside"),
              QT_TRANSLATE_NOOP("JobTable", "The job that took most from it."), "most beside"},
    ColumnRow{JobColumn::grid, QT_TRANSLATE_NOOP("JobTable", "From the grid"),
              QT_TRANSLATE_NOOP("JobTable", "Its share of what the site drew, at the end."),
              "grid energy [kWh]"},
    ColumnRow{JobColumn::cost, QT_TRANSLATE_NOOP("JobTable", "Cost"),
              QT_TRANSLATE_NOOP("JobTable", "Its share of what is paid by the kWh, at the end."),
              "cost [EUR]"},
    ColumnRow{JobColumn::carbon, QT_TRANSLATE_NOOP("JobTable", "CO2, life cycle"),
              QT_TRANSLATE_NOOP("JobTable", "Its share, location-based, at the end."),
              "CO2 life cycle [kg]"},
};
static_assert(column_rows.size() == std::size_t(JobColumn::column_count));

constexpr std::array state_words = {
    QT_TRANSLATE_NOOP("JobTable", "waiting"), QT_TRANSLATE_NOOP("JobTable", "running"),
    QT_TRANSLATE_NOOP("JobTable", "completed"), QT_TRANSLATE_NOOP("JobTable", "killed at limit"),
    QT_TRANSLATE_NOOP("JobTable", "failed")};
constexpr std::array cause_words = {QT_TRANSLATE_NOOP("JobTable", "did not wait"),
                                    QT_TRANSLATE_NOOP("JobTable", "too few free nodes"),
                                    QT_TRANSLATE_NOOP("JobTable", "the policy's order"),
                                    QT_TRANSLATE_NOOP("JobTable", "the power cap")};

QString translated(const char* text) {
    return QCoreApplication::translate("JobTable", text);
}

bool is_text(JobColumn column) {
    return column == JobColumn::job || column == JobColumn::why || column == JobColumn::state ||
           column == JobColumn::backfilled || column == JobColumn::beside;
}

// "+3 h 20 min"
QString with_sign(double seconds) {
    return (seconds < 0 ? QStringLiteral("−") : QStringLiteral("+")) +
           span_of_time(std::abs(seconds));
}

QString always_quoted(QString text) {
    return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

}  // namespace

QString job_state_text(JobState state) {
    return translated(state_words[std::size_t(state)]);
}

QString wait_cause_text(WaitCause cause) {
    return translated(cause_words[std::size_t(cause)]);
}

void JobTable::set_jobs(SharedJobs jobs, CalendarTime start) {
    beginResetModel();
    jobs_ = std::move(jobs);
    start_ = start;
    rows_.clear();
    reason_.reset();
    if (jobs_) {
        reason_.emplace(*jobs_, query_.at_s);
        rows_ = find_jobs(*jobs_, query_);
    }
    endResetModel();
}

void JobTable::set_query(JobQuery query) {
    query.by = query_.by;
    query.descending = query_.descending;
    query_ = std::move(query);
    refill();
}

void JobTable::refill() {
    if (!jobs_)
        return;
    reason_.emplace(*jobs_, query_.at_s);
    std::vector<JobRow> rows = find_jobs(*jobs_, query_);
    if (rows != rows_) {
        beginResetModel();
        rows_ = std::move(rows);
        endResetModel();
    } else if (!rows_.empty()) {
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
}

int JobTable::place_of(JobRow row) const {
    const auto found = std::find(rows_.begin(), rows_.end(), row);
    return found == rows_.end() ? -1 : int(found - rows_.begin());
}

int JobTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}

int JobTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(column_rows.size());
}

QString JobTable::text(JobRow row, JobColumn column) const {
    const double at = query_.at_s;
    const JobPhase phase = jobs_->phase_at(row, at);
    const bool has_started = jobs_->start_s[row] <= at;
    const double key = sort_key(*jobs_, row, column, at, query_.starts.get());
    const auto share = [&](const char* unit) {
        return std::isnan(key) ? QString() : figure(key, unit);
    };
    switch (column) {
        case JobColumn::job:
            return jobs_->title_of(row);
        case JobColumn::nodes:
            return QLocale().toString(jobs_->nodes[row]);
        case JobColumn::submitted:
            return moment(start_, jobs_->submit_s[row]);
        case JobColumn::waited:
            return phase == JobPhase::absent ? QString() : span_of_time(key);
        case JobColumn::why:
            return reason_->of(row);
        case JobColumn::likely:
        case JobColumn::latest:
            if (query_.starts && std::isnan(key) && phase == JobPhase::waiting)
                return tr("no estimate");
            [[fallthrough]];
        case JobColumn::recorded:
            return std::isnan(key) ? QString() : moment(start_, key);
        case JobColumn::miss:
            return std::isnan(key) ? QString() : with_sign(key);
        case JobColumn::started:
            return has_started ? moment(start_, jobs_->start_s[row]) : QString();
        case JobColumn::ran:
            return has_started ? span_of_time(key) : QString();
        case JobColumn::limit:
            return span_of_time(key);
        case JobColumn::state:
            switch (phase) {
                case JobPhase::absent:
                    return tr("not submitted yet");
                case JobPhase::waiting:
                    return job_state_text(JobState::waiting);
                case JobPhase::running:
                    return job_state_text(JobState::running);
                case JobPhase::ended:
                    break;
            }
            return job_state_text(jobs_->state[row]);
        case JobColumn::backfilled:
            return has_started && jobs_->backfilled[row] != 0 ? tr("yes") : QString();
        case JobColumn::placement:
        case JobColumn::storage:
        case JobColumn::lost_links:
        case JobColumn::sharing:
            return std::isnan(key) || key == 0 ? QString() : with_sign(key);
        case JobColumn::beside: {
            const auto other = std::isnan(key) ? std::nullopt : jobs_->row_of(int(key));
            return other ? jobs_->title_of(*other) : QString();
        }
        case JobColumn::grid:
            return share("kWh");
        case JobColumn::cost:
            return share("EUR");
        case JobColumn::carbon:
            return share("kg");
        case JobColumn::column_count:
            break;
    }
    return {};
}

QVariant JobTable::data(const QModelIndex& place, int role) const {
    if (!place.isValid() || !jobs_ || std::size_t(place.row()) >= rows_.size())
        return {};
    const JobColumn column = column_rows[std::size_t(place.column())].column;
    const JobRow row = rows_[std::size_t(place.row())];
    switch (role) {
        case Qt::DisplayRole:
            return text(row, column);
        case Qt::ToolTipRole:
            return column == JobColumn::why ? text(row, column) : QVariant();
        case Qt::TextAlignmentRole:
            return int((is_text(column) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        default:
            return {};
    }
}

QVariant JobTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return QAbstractTableModel::headerData(section, orientation, role);
    const ColumnRow& row = column_rows[std::size_t(section)];
    if (role == Qt::DisplayRole)
        return translated(row.title);
    if (role == Qt::ToolTipRole)
        return translated(row.about);
    if (role == Qt::TextAlignmentRole)
        return int((is_text(row.column) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    return {};
}

void JobTable::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= columnCount())
        return;
    query_.by = column_rows[std::size_t(column)].column;
    query_.descending = order == Qt::DescendingOrder;
    refill();
}

void JobTable::write_csv(QIODevice& out) const {
    QTextStream stream(&out);
    stream << "idx";
    for (const ColumnRow& column : column_rows)
        stream << ',' << column.csv;
    stream << '\n';
    for (const JobRow row : rows_) {
        stream << jobs_->idx[row];
        for (const ColumnRow& column : column_rows) {
            stream << ',';
            if (is_text(column.column)) {
                stream << always_quoted(text(row, column.column));
                continue;
            }
            // Times of a year to the millisecond; shares are kept in single precision.
            stream.setRealNumberPrecision(column.column < JobColumn::grid ? 11 : 7);
            const double value =
                sort_key(*jobs_, row, column.column, query_.at_s, query_.starts.get());
            if (!std::isnan(value))
                stream << value;
        }
        stream << '\n';
    }
}

}  // namespace twin
