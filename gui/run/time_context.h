// The time that all views share: what is visible, where the play head is, where the mouse points.
// Seconds of the run.
#pragma once

#include <QObject>
#include <optional>

namespace twin {

class TimeContext : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

    double from() const { return from_; }
    double until() const { return until_; }
    double play_head() const { return play_head_; }
    std::optional<double> cursor() const { return cursor_; }
    // What there is: the whole run, or what of it is computed.
    double end() const { return end_; }

    void set_end(double seconds);  // keeps what is visible, where it is not beyond
    void show(double from, double until);
    void show_all();
    // What stands at `at` stays where it is; below 1 shows less.
    void zoom(double factor, double at);
    void set_play_head(double seconds);  // within 0 and end()
    void set_cursor(std::optional<double> seconds);

  signals:
    void end_changed();
    void range_changed();
    void play_head_changed();
    void cursor_changed();

  private:
    double from_ = 0, until_ = 1, play_head_ = 0, end_ = 1;
    std::optional<double> cursor_;
};

}  // namespace twin
