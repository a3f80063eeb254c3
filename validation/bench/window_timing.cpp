#include "validation/bench/window_timing.h"

#include <QApplication>
#include <QEventLoop>
#include <QSettings>
#include <QTimer>
#include <chrono>
#include <ctime>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>

#include "gui/look/control_style.h"
#include "gui/main_window.h"
#include "gui/run/machine_state.h"
#include "gui/views/gantt_canvas.h"
#include "gui/views/map_canvas.h"
#include "gui/views/sankey_canvas.h"
#include "gui/views/series_plot.h"
#include "gui/views/series_view.h"
#include "gui/views/views.h"

namespace twin {
namespace {

using Clock = std::chrono::steady_clock;

double ms(Clock::duration span) {
    return std::chrono::duration<double, std::milli>(span).count();
}

// Of this thread, so that what else the machine does does not count.
std::chrono::nanoseconds cpu_time() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

// Adds up what the window's thread works on events, and notes when it last painted.
class TimedApplication : public QApplication {
  public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        const bool paints = event->type() == QEvent::Paint;
        bool result = false;
        work([&] { result = QApplication::notify(receiver, event); });
        if (paints)
            painted_ = Clock::now();
        ++events_;
        return result;
    }

    // Counts as work what does not come as an event.
    template <class Action>
    void work(Action&& action) {
        const std::chrono::nanoseconds begin =
            depth_++ == 0 ? cpu_time() : std::chrono::nanoseconds();
        action();
        if (--depth_ == 0)
            busy_ += cpu_time() - begin;
    }

    Clock::duration busy() const { return busy_; }
    Clock::time_point painted() const { return painted_; }
    std::int64_t events() const { return events_; }

  private:
    int depth_ = 0;
    std::int64_t events_ = 0;
    Clock::duration busy_{};
    Clock::time_point painted_{};
};

// Ticks as fast as the event loop lets it: the longest gap is the longest that a click would have
// waited.
class Heartbeat {
  public:
    Heartbeat() {
        timer_.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer_, &QTimer::timeout, [this] { tick(); });
        timer_.start(1);
    }
    void reset() {
        longest_ = {};
        last_ = Clock::now();
    }
    double longest_ms() const { return ms(longest_); }

  private:
    void tick() {
        const Clock::time_point now = Clock::now();
        longest_ = std::max(longest_, now - last_);
        last_ = now;
    }

    QTimer timer_;
    Clock::time_point last_ = Clock::now();
    Clock::duration longest_{};
};

class Timing {
  public:
    Timing(TimedApplication& application, const WindowOrder& order, const Tell& tell)
        : application_(application), order_(order), tell_(tell) {}

    void start() {
        MainWindow window(ThemeName::light, folder());
        const bool with_run = !order_.run.empty();
        if (with_run)
            window.workspace().open_a(QString::fromStdString(order_.run));
        show(window, with_run ? "map" : "welcome");
        const Clock::time_point begun{std::chrono::nanoseconds(order_.begun_ns)};
        const Clock::time_point nothing{};
        wait("the first picture", [&] { return application_.painted() > nothing; });
        tell_("painted", ms(application_.painted() - begun));
        wait("all of the page", [&] { return is_complete(window); });
        tell_("complete", ms(application_.painted() - begun));
    }

    void open() {
        MainWindow window(ThemeName::light, folder());
        show(window, "welcome");
        wait("the welcome page", [&] { return is_complete(window); });
        settle();
        Heartbeat heartbeat;
        settle();
        heartbeat.reset();
        MachineState& state = MachineState::of(window.workspace());
        std::optional<Clock::time_point> there;
        QObject::connect(&state, &MachineState::read, &window, [&] {
            if (!there && state.now(MachineState::Which::a) != nullptr)
                there = Clock::now();
        });
        const Clock::time_point begun = Clock::now();
        window.workspace().open_a(QString::fromStdString(order_.run));
        window.show_view(QStringLiteral("map"));
        wait("the map", [&] { return there && application_.painted() > *there; });
        tell_("first picture", ms(application_.painted() - begun));
        wait("the run", [&] { return is_complete(window); });
        settle();
        tell_("turn opening", heartbeat.longest_ms());
        for (const ViewRow& row : view_table()) {
            heartbeat.reset();
            window.show_view(QString::fromLatin1(row.name));
            wait(row.name, [&] { return is_complete(window); });
            settle();
            tell_(fmt::format("turn {}", row.name), heartbeat.longest_ms());
        }
    }

    void frames() {
        MainWindow window(ThemeName::light, folder());
        show(window, "map");
        open_and_wait(window, order_.run);
        for (const QSize size : {QSize(1280, 800), QSize(2560, 1440), QSize(3840, 2160)}) {
            window.resize(size);
            settle();
            const std::string at = fmt::format(" {}x{}", size.width(), size.height());
            map_frames(window, at);
            cursor_frames(window, at);
            flow_frames(window, at);
        }
        window.resize(1280, 800);
        open_and_wait(window, order_.many_jobs);
        gantt_frames(window);
    }

  private:
    static constexpr int repetitions = 40;

    QString folder() const { return QString::fromStdString(order_.settings); }

    static void show(MainWindow& window, const char* view) {
        window.resize(1280, 800);
        window.show_view(QString::fromLatin1(view));
        window.show();
    }

    static bool is_complete(const MainWindow& window) {
        auto& workspace = const_cast<MainWindow&>(window).workspace();
        return workspace.is_settled() && window.current_view()->is_ready() &&
               (workspace.a() == nullptr || workspace.facts_a() != nullptr);
    }

    // Runs the event loop, and looks again and again whether it is enough.
    template <class Enough>
    void run_until(std::chrono::milliseconds between, Enough enough) const {
        QEventLoop loop;
        QTimer look;
        look.setTimerType(Qt::PreciseTimer);
        QObject::connect(&look, &QTimer::timeout, &loop, [&] {
            if (enough())
                loop.quit();
        });
        look.start(between);
        loop.exec();
    }

    void wait(const std::string& what, const std::function<bool()>& done) const {
        const Clock::time_point end = Clock::now() + std::chrono::minutes(1);
        run_until(std::chrono::milliseconds(2), [&] { return done() || Clock::now() > end; });
        if (!done())
            throw std::runtime_error(what + " did not come within a minute");
    }

    // Until nothing happens for some frames.
    void settle() const {
        constexpr auto quiet = std::chrono::milliseconds(25),
                       patience = std::chrono::milliseconds(2000);
        const Clock::time_point begin = Clock::now();
        Clock::time_point last = begin;
        Clock::duration busy = application_.busy();
        run_until(std::chrono::milliseconds(1), [&] {
            // A timer that only ticks is nothing.
            if (application_.busy() - busy > std::chrono::microseconds(200))
                last = Clock::now();
            busy = application_.busy();
            return Clock::now() - last > quiet || Clock::now() - begin > patience;
        });
    }

    void open_and_wait(MainWindow& window, const std::string& file) const {
        window.workspace().open_a(QString::fromStdString(file));
        wait("the run", [&] { return is_complete(window); });
        settle();
    }

    // What the window's thread works until all that the action changes is painted.
    template <class Action>
    void frame(const std::string& name, Action action) const {
        for (int k = 0; k < repetitions; ++k) {
            const Clock::duration before = application_.busy();
            application_.work([&] { action(k); });
            settle();
            tell_(name, ms(application_.busy() - before));
        }
    }

    // The widget alone, at once.
    template <class Action>
    void repaint(const std::string& name, QWidget& widget, Action action) const {
        for (int k = 0; k < repetitions; ++k) {
            action(k);
            const auto begin = cpu_time();
            widget.repaint();
            tell_(name, ms(cpu_time() - begin));
            settle();
        }
    }

    // Places all over the run, in an order that jumps.
    static double place(const TimeContext& time, int k) {
        return time.end() * ((k * 17) % repetitions + 0.5) / repetitions;
    }

    void map_frames(MainWindow& window, const std::string& at) const {
        window.show_view(QStringLiteral("map"));
        settle();
        TimeContext& time = window.workspace().time();
        const auto move = [&](int k) { time.set_play_head(place(time, k)); };
        repaint("map" + at, *window.view(QStringLiteral("map"))->findChild<MapCanvas*>(), move);
        frame("map and window" + at, move);
    }

    void cursor_frames(MainWindow& window, const std::string& at) const {
        window.show_view(QStringLiteral("series"));
        auto* const view = qobject_cast<SeriesView*>(window.view(QStringLiteral("series")));
        for (const char* const series : {"pue", "supply_temperature"})
            view->show_series(QString::fromLatin1(series));
        wait("the series", [&] { return is_complete(window); });
        settle();
        if (const auto plots = view->findChildren<SeriesPlot*>().size(); plots != 6)
            throw std::runtime_error(fmt::format("expected 6 plots, got {}", plots));
        TimeContext& time = window.workspace().time();
        frame("cursor" + at, [&](int k) { time.set_cursor(place(time, k)); });
    }

    void flow_frames(MainWindow& window, const std::string& at) const {
        window.show_view(QStringLiteral("sankey"));
        wait("the energy flow", [&] { return is_complete(window); });
        settle();
        TimeContext& time = window.workspace().time();
        const auto move = [&](int k) { time.set_play_head(place(time, k)); };
        repaint("flow" + at, *window.view(QStringLiteral("sankey"))->findChild<SankeyCanvas*>(),
                move);
        frame("flow and window" + at, move);
    }

    // From another range of time to the finished picture, which another thread may paint.
    void gantt_frames(MainWindow& window) const {
        window.show_view(QStringLiteral("gantt"));
        wait("the jobs", [&] { return is_complete(window); });
        settle();
        TimeContext& time = window.workspace().time();
        for (int k = 0; k < repetitions; ++k) {
            const Clock::duration busy = application_.busy();
            const Clock::time_point begin = Clock::now();
            // All of it but for a sliver, so that every job is looked at and nothing is kept.
            application_.work([&] { time.show(0, time.end() * (1 - 1e-4 * (k + 1))); });
            settle();
            wait("the Gantt chart", [&] { return is_complete(window); });
            settle();
            tell_("gantt", ms(application_.painted() - begin));
            tell_("gantt blocked", ms(application_.busy() - busy));
        }
    }

    TimedApplication& application_;
    const WindowOrder& order_;
    const Tell& tell_;
};

}  // namespace

void time_window(int argc, char** argv, const WindowOrder& order, const Tell& tell) {
    TimedApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("twin-bench-window"));
    QApplication::setStyle(new ControlStyle);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                       QString::fromStdString(order.settings));
    Timing timing(application, order, tell);
    switch (order.task) {
        case WindowTask::start:
            return timing.start();
        case WindowTask::open:
            return timing.open();
        case WindowTask::frames:
            return timing.frames();
    }
}

}  // namespace twin
