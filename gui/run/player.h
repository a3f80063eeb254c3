// Playing is going through the recorded run: moves the play head of the time context.
#pragma once

#include <QObject>
#include <QTimer>

#include "gui/run/stop_points.h"

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
    void to_end();               // or to the stopping point on the way
    void until(double seconds);  // plays, and stops there
    // Plays, and stops at the next one; says so where there is none.
    void until_event();
    void until_limit();
    void until_job();  // the chosen one starts or ends

  signals:
    void state_changed();
    void stopped(const QString& reason);  // by itself, or there is nothing to play to; a sentence

  private:
    void tick();
    void play_all(double factor);
    void start(double factor, Stop until);
    void until_stop(const std::optional<Stop>& stop, const QString& none);
    void go_to_change(const QString& question);

    Workspace& workspace_;
    QTimer timer_;
    double speed_ = 3600, factor_ = 1;
    Stop until_;
};

}  // namespace twin
