// What is chosen, in words and figures; follows the selection and the play head. For a dock.
#pragma once

#include <QWidget>

#include "gui/inspector_rows.h"
#include "gui/run/machine_state.h"

class QGridLayout;
class QLabel;

namespace twin {

class Sparkline;

class Inspector : public QWidget {
    Q_OBJECT

  public:
    explicit Inspector(Workspace& workspace, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {290, 500}; }

  private:
    void take_selection();
    void show_now();  // the values
    void show_plot();
    void write(const Inspection& said);
    Inspection inspect() const;
    Inspection inspect_place(MachineState::Which run, const RunFacts& facts) const;
    Inspection beside_b(Inspection a) const;

    Workspace& workspace_;
    MachineState& state_;
    std::optional<JobDetails> job_;  // of the chosen job, when it is read
    bool job_missing_ = false;       // the file does not hold it
    QLabel* title_;
    QGridLayout* grid_;
    std::vector<std::pair<QLabel*, QLabel*>> labels_;  // as many as were ever needed
    Sparkline* plot_;
};

}  // namespace twin
