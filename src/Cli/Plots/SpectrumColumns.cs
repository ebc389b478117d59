namespace RealtimeEmotion.Cli.Plots;

/// <summary>
/// Spectra over time as a picture needs them: some thousand columns of mean power, whatever the sound's length, in
/// constant memory. When the columns run out, neighbours are joined.
/// </summary>
/// <param name="rows">Values in a spectrum: bins or bands.</param>
internal sealed class SpectrumColumns(int rows)
{
    private const int Capacity = 2048;

    private readonly float[] _sums = new float[Capacity * rows];
    private int _spectraInColumn;

    internal int Rows => rows;

    /// <summary>Columns in use; the last one may hold fewer spectra than the rest.</summary>
    internal int Columns { get; private set; }

    internal int SpectraPerColumn { get; private set; } = 1;

    /// <summary>Spectra seen.</summary>
    internal long Spectra { get; private set; }

    /// <summary>Takes one spectrum in.</summary>
    /// <param name="power">Powers, one a row.</param>
    internal void Add(ReadOnlySpan<float> power)
    {
        if (_spectraInColumn == 0)
        {
            if (Columns == Capacity)
            {
                JoinNeighbours();
            }

            Columns++;
            Column(Columns - 1).Clear();
        }

        Span<float> column = Column(Columns - 1);
        for (int r = 0; r < rows; r++)
        {
            column[r] += power[r];
        }

        Spectra++;
        _spectraInColumn = (_spectraInColumn + 1) % SpectraPerColumn;
    }

    /// <summary>Mean power of a column's row.</summary>
    internal float Power(int column, int row)
    {
        long spectra = Math.Min(SpectraPerColumn, Spectra - ((long)column * SpectraPerColumn));
        return _sums[(column * rows) + row] / spectra;
    }

    private Span<float> Column(int column) => _sums.AsSpan(column * rows, rows);

    private void JoinNeighbours()
    {
        for (int c = 0; c < Capacity / 2; c++)
        {
            Span<float> into = Column(c), first = Column(2 * c), second = Column((2 * c) + 1);
            for (int r = 0; r < rows; r++)
            {
                into[r] = first[r] + second[r];
            }
        }

        Columns = Capacity / 2;
        SpectraPerColumn *= 2;
    }
}
