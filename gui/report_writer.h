// Writes the report of a run, or of two compared, as HTML or PDF, on a thread of its own: reading
// and laying out takes longer than the window may wait.
#pragma once

#include <QObject>
#include <QString>
#include <memory>

class QThread;

namespace twin {

class ReportWriter : public QObject {
    Q_OBJECT

  public:
    explicit ReportWriter(QObject* parent = nullptr);
    ~ReportWriter() override;  // waits for a report that is being written

    // `file_b` empty: of A alone. The ending of `out` says what it becomes. One at a time; told()
    // follows at once where another is being written.
    void write(const QString& file_a, const QString& file_b, const QString& out);
    bool is_writing() const { return writing_; }

  signals:
    void told(const QString& sentence);  // what became of it
    void ended(bool written);

  private:
    bool writing_ = false;
    std::unique_ptr<QThread> worker_;
};

}  // namespace twin
