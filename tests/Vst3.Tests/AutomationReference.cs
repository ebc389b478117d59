namespace RealtimeEmotion.Vst3.Tests;

/// <summary>
/// The automation rule of VST3 in its plainest form: for each sample, look for the points around it, the last one of several
/// at one sample. In float64, and sharing nothing with the library.
/// </summary>
internal static class AutomationReference
{
    internal static double[] Values(IReadOnlyList<ParameterPoint> points, double before, int samples, bool steps)
    {
        double[] values = new double[samples];
        for (int k = 0; k < samples; k++)
        {
            int fromOffset = -1;
            double from = before;
            int? toOffset = null;
            double to = 0;
            foreach (ParameterPoint point in points)
            {
                if (point.Offset <= k)
                {
                    fromOffset = point.Offset;
                    from = point.Value;
                }
                else if (toOffset == null || toOffset == point.Offset)
                {
                    toOffset = point.Offset;
                    to = point.Value;
                }
            }

            values[k] = toOffset is { } end && !steps
                ? from + ((to - from) * ((k - fromOffset) / (double)(end - fromOffset)))
                : from;
        }

        return values;
    }
}
