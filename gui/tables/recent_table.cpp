#include "gui/tables/recent_table.h"

#include <QLocale>

#include "gui/look/figures.h"

namespace twin {
namespace {

Tone tone_of(const RecentRun& run) {
    if (run.gone)
        return Tone::muted;
    if (!run.problem.isEmpty() || run.status == RunStatus::failed)
        return Tone::bad;
    if (run.status == RunStatus::running)
        return Tone::accent;
    return run.status == RunStatus::finished ? Tone::good : Tone::warning;
}

}  // namespace

void RecentTable::set_runs(std::vector<RecentRun> runs) {
    beginResetModel();
    runs_ = std::move(runs);
    endResetModel();
}

const RecentRun* RecentTable::run(const QModelIndex& place) const {
    return place.isValid() && place.row() < rowCount() ? &runs_[std::size_t(place.row())] : nullptr;
}

int RecentTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(runs_.size());
}

int RecentTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(column_count);
}

QString RecentTable::text(const RecentRun& run, int column) const {
    switch (column) {
        case title:
            return run.title;
        case when:
            return run.gone
                       ? QString()
                       : QLocale().toString(run.when, day_format() + QStringLiteral(" yyyy HH:mm"));
        case status:
            if (run.gone)
                return tr("gone: the file is no longer there");
            if (!run.problem.isEmpty())
                return tr("cannot be read");
            switch (run.status) {
                case RunStatus::running:
                    return tr("running");
                case RunStatus::finished:
                    return tr("finished");
                case RunStatus::interrupted:
                    return tr("stopped early");
                case RunStatus::died:
                    return tr("broken off");
                case RunStatus::failed:
                    return tr("failed");
            }
            return {};
        case bytes:
            return run.gone ? QString()
                            : QLocale().formattedDataSize(run.bytes, 1, QLocale::DataSizeSIFormat);
        default:
            return run.file;
    }
}

QVariant RecentTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RecentRun& run = runs_[std::size_t(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return text(run, index.column());
        case Qt::ToolTipRole:
            return run.problem.isEmpty() ? run.file : run.problem;
        case Qt::AccessibleTextRole:
            if (index.column() != title)
                return text(run, index.column());
            return QStringList{text(run, title), text(run, status), text(run, when),
                               text(run, bytes)}
                .join(QStringLiteral(", "));
        case tone_role:
            return int(tone_of(run));
        default:
            return {};
    }
}

QVariant RecentTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
        case title:
            return tr("Run");
        case when:
            return tr("Written");
        case status:
            return tr("Status");
        case bytes:
            return tr("Size");
        default:
            return tr("File");
    }
}

}  // namespace twin
