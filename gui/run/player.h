// Playing is going through the recorded run: moves the play head of the time context.
#pragma once

#include <QObject>
#include <QTimer>

#include "gui/workspace.h"

namespace twin {

class Player : public QObject {
    Q_OBJECT

  public:
    explicit Player(Workspace& workspace, QObject* parent = nullptr);

    bool is_playing() const { return timer_.isActive(); }
    double speed() const { return speed_; }  // seconds of the run per second
    void set_speed(double speed);

    void play();       // at speed()
    void play_fast();  // at ten times speed()
    void stop();       // where it is
    void step();       // to the next start or end of a job, or event
    void step_back();  // to the one before
    void to_start();
    void to_end();
    void until(double seconds);  // plays, and stops there

  signals:
    void state_changed();

  private:
    void tick();
    void start(double factor, double until);
    void go_to_change(const QString& question);

    Workspace& workspace_;
    QTimer timer_;
    double speed_ = 3600, factor_ = 1, until_ = 0;
};

}  // namespace twin
