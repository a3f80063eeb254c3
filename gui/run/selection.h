// What is chosen in one view and shown in all. By index in run A.
#pragma once

#include <QObject>
#include <compare>

namespace twin {

struct Selected {
    enum class Kind { nothing, group, rack, node, job };
    Kind kind = Kind::nothing;
    int index = -1;  // of the place or node; idx of the job
    auto operator<=>(const Selected&) const = default;
};

class Selection : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;
    Selected current() const { return current_; }
    void choose(Selected what) {
        if (what == current_)
            return;
        current_ = what;
        emit changed();
    }
    void clear() { choose({}); }

  signals:
    void changed();

  private:
    Selected current_;
};

}  // namespace twin
