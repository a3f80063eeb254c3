// Training a language model: what a plan needs of memory, where the time of a step goes, tokens per
// second, what it draws; and the fastest plan. Asks `twin estimate training`.
#pragma once

#include <QTimer>

#include "gui/tables/cell_table.h"
#include "gui/training/training_choices.h"
#include "gui/training/training_process.h"
#include "gui/views/view.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTableView;

namespace twin {

class ShareBar;

class TrainingView : public View {
    Q_OBJECT

  public:
    explicit TrainingView(Workspace& workspace);

    QString nothing_to_show() const override { return {}; }
    bool write_csv(QIODevice& out) const override;
    bool is_ready() const override { return answer_.has_value() && !process_->is_asking(); }
    QWidget& picture() override;

    // What the fields say.
    TrainingQuestion question() const;
    const std::optional<TrainingAnswer>& answer() const { return answer_; }
    const QString& refusal() const { return refusal_; }

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QWidget* make_fields();
    QWidget* make_results();
    void take_choices(TrainingChoices choices);
    void take_model();
    void take_machine();
    void ask_soon();
    void ask(bool search);
    void take(const TrainingAnswer& answer);
    void fill_plan(const TrainingPlan& plan);
    void refuse(const QString& sentences);
    void add_to_scenario();
    void fill_bars();
    void fill_tables();

    TrainingProcess* process_;
    TrainingChoices choices_;
    bool asked_for_choices_ = false, filling_ = false, searching_ = false;
    QTimer soon_;  // until fields have come to rest
    std::optional<TrainingAnswer> answer_;
    TrainingQuestion searched_for_;
    std::vector<RankedTrainingPlan> best_;  // for that
    QString refusal_;

    QComboBox *model_, *machine_, *precision_, *recompute_, *sharding_;
    QSpinBox *gpus_, *sequence_, *batch_;
    QSpinBox *tensor_, *context_, *pipeline_, *expert_, *chunks_, *micro_batch_;
    QLabel* copies_;  // of the model: what the GPUs leave
    QLineEdit *tokens_, *gpu_cap_;
    QPushButton *fastest_, *add_;

    QWidget* drawing_;  // what pictures hold
    QLabel *heading_, *sentence_, *command_, *searched_;
    ShareBar *memory_, *step_;
    CellTable *figures_, *plans_;
    QTableView *figures_view_, *plans_view_;
};

}  // namespace twin
