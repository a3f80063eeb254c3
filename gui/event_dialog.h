// Asks for an event: what happens, when, to what, for how long.
#pragma once

#include <QDialog>

#include "gui/scenario/fork.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace twin {

class EventDialog : public QDialog {
    Q_OBJECT

  public:
    // `when` is how people read the time of `at_s`.
    EventDialog(const QString& kind, double at_s, const QString& when, QWidget* parent = nullptr);

    NewEvent event() const;

  private:
    void show_kind();

    double at_s_;
    QComboBox* kind_;
    QLabel* about_;
    QLineEdit* what_;
    QLineEdit* to_;
    QLineEdit* lasts_;
    QFormLayout* form_;
};

}  // namespace twin
