using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>A step of a student's course: varied windows, what teachers make of them, and what those are to be that carry a
/// label.</summary>
/// <param name="windows">Where the windows go.</param>
internal sealed class StudentBatch(WindowBatch windows)
{
    /// <summary>The windows.</summary>
    internal WindowBatch Windows { get; } = windows;

    /// <summary>Which of them carry a label.</summary>
    internal List<long> Labelled { get; } = [];

    /// <summary>Their shares, one a category, window after window.</summary>
    internal List<float> Shares { get; } = [];

    /// <summary>Draws new windows.</summary>
    /// <param name="turns">The music whose turn it is, window by window.</param>
    /// <param name="random">Decides windows and variations.</param>
    internal void Fill((IReadOnlyList<StudyPiece> Pieces, WindowOrder Order)[] turns, Random random)
    {
        Labelled.Clear();
        Shares.Clear();
        for (int place = 0; place < Windows.Count; place++)
        {
            (IReadOnlyList<StudyPiece> pieces, WindowOrder order) = turns[place % turns.Length];
            (int piece, int window) = order.Next();
            Windows.Draw(place, pieces[piece], window, random);
            if (pieces[piece].Shares is { } shares)
            {
                Labelled.Add(place);
                Shares.AddRange(shares);
            }
        }
    }
}
