// Who waits at the play head, and why; or who runs, or ran: a table of jobs under the queue's
// length over time.
#pragma once

#include <QTimer>

#include "gui/tables/job_table.h"
#include "gui/views/view.h"

class QButtonGroup;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QTableView;

namespace twin {

class QueueStrip;

class QueueView : public View {
    Q_OBJECT

  public:
    explicit QueueView(Workspace& workspace);

    QString nothing_to_show() const override;
    bool write_csv(QIODevice& out) const override;  // the rows shown
    QWidget& picture() override { return *page_; }
    bool is_ready() const override { return !soon_.isActive(); }
    const JobTable& table() const { return *model_; }

    // A filter that the table keeps until its chip is removed.
    struct Chip {
        enum class Kind { size_class, cause, state, place };
        Kind kind;
        QString title;
        std::function<void(JobQuery&)> apply;
    };
    void add_chip(Chip chip);  // in the place of another of its kind
    void remove_chip(Chip::Kind kind);

  protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* make_bar();
    void make_table();
    void mark_choice();
    void load();
    void fill_menu();
    void fill_chips();
    void refresh();       // the table and the sentence, as of the play head
    void refresh_soon();  // at most ten times a second
    void show_columns(JobQuery::What what);
    void stretch_why();
    QString sentence() const;
    QString note() const;
    QString about_starts() const;  // what the estimates are, and how good they were
    void predict();                // starts of those that wait, on the reading thread
    void select_chosen();

    JobTable* model_;
    QTableView* table_;
    QueueStrip* strip_;
    QWidget* page_;
    QLabel* sentence_;
    QLabel* note_;
    QLabel* starts_note_;
    QLabel* count_;
    QButtonGroup* what_;
    QLineEdit* search_;
    QMenu* menu_;
    QHBoxLayout* chip_row_;
    std::vector<Chip> chips_;
    SharedStarts starts_;     // null: none for these jobs
    double asked_at_s_ = -1;  // the play head that the newest question is about
    QTimer soon_;
    bool selecting_ = false;
};

}  // namespace twin
