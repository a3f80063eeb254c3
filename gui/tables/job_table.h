// The jobs of a run as a table: those that a query finds, as things stand at the play head.
#pragma once

#include <QAbstractTableModel>

#include "gui/tables/job_query.h"
#include "models/units/calendar.h"

namespace twin {

class JobTable : public QAbstractTableModel {
    Q_OBJECT

  public:
    using QAbstractTableModel::QAbstractTableModel;

    // `start`: of the run, for calendar times.
    void set_jobs(SharedJobs jobs, CalendarTime start);
    const SharedJobs& jobs() const { return jobs_; }
    void set_query(JobQuery query);  // its order is left as it is: sort() sets that
    const JobQuery& query() const { return query_; }
    const std::vector<JobRow>& rows() const { return rows_; }
    int place_of(JobRow row) const;  // in the table; -1: it is not shown

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& place, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    // The figures of the rows shown, with units in the heading.
    void write_csv(QIODevice& out) const;

  private:
    void refill();
    QString text(JobRow row, JobColumn column) const;

    SharedJobs jobs_;
    CalendarTime start_{};
    JobQuery query_;
    std::vector<JobRow> rows_;
    std::optional<WaitReason> reason_;
};

QString job_state_text(JobState state);
QString wait_cause_text(WaitCause cause);

}  // namespace twin
