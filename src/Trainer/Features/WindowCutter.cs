using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Trainer.Features;

/// <summary>Cuts network inputs out of a track's frames, as the live window shows them.</summary>
internal sealed class WindowCutter
{
    private readonly WindowNormaliser _normaliser;
    private readonly float _floor;

    /// <param name="metadata">The shape and normalisation of the network's input.</param>
    /// <param name="floor">The value of a silent band in the model's front-end, in dB; tracks are kept with a lower one.</param>
    internal WindowCutter(ModelMetadata metadata, float floor)
    {
        _normaliser = new WindowNormaliser(metadata);
        _floor = floor;
        Bands = metadata.FrontEnd.MelBands;
        Frames = metadata.WindowFrames;
    }

    internal int Bands { get; }

    internal int Frames { get; }

    /// <summary>Values in a window.</summary>
    internal int Length => Bands * Frames;

    /// <summary>Positions at which a track's windows are judged: half a window apart, the last one at its end.</summary>
    internal int[] Positions(TrackFeatures track)
    {
        int last = track.Frames - Frames;
        int count = (int)Math.Ceiling(last / (Frames / 2.0)) + 1;
        return [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)((long)last * i / (count - 1)))];
    }

    /// <summary>Writes the network's input for the window that begins at a frame.</summary>
    /// <param name="track">The track; it has at least <see cref="Frames"/> frames.</param>
    /// <param name="first">The window's first frame.</param>
    /// <param name="window">Receives <see cref="Length"/> values, band-major, time last.</param>
    /// <param name="augmentation">The variation to apply, or null.</param>
    /// <param name="heard">How many frames have been heard of the window, 1 … <see cref="Frames"/>, its newest ones: they are repeated to
    /// fill it, as the live window fills itself. As the variation says where it is null.</param>
    internal void Cut(TrackFeatures track, int first, Span<float> window, WindowAugmentation? augmentation = null, int? heard = null)
    {
        int period = heard ?? augmentation?.Heard ?? Frames;
        int newest = first + Frames - 1;
        for (int k = 0; k < Frames; k++)
        {
            ReadOnlySpan<float> frame = track.Frame(newest - ((Frames - 1 - k) % period));
            for (int band = 0; band < Bands; band++)
            {
                float value = augmentation is null ? frame[band] : augmentation.Apply(frame[band], band);
                window[(band * Frames) + k] = Math.Max(value, _floor);
            }
        }

        _normaliser.Apply(window);
    }
}
